#!/usr/bin/env bash
# Write the locks anew from pyproject.toml; versions stay unless `lock.sh --upgrade`.
. "$(dirname "$0")/common.sh"

"$PYTHON_IN_VENV" -m uv --version >/dev/null 2>&1 ||
    "$PYTHON_IN_VENV" -m pip install --quiet --disable-pip-version-check uv

compile() {
    "$PYTHON_IN_VENV" -m uv pip compile --quiet --universal --generate-hashes \
        --no-emit-index-url --no-header --python-version 3.11 "$@"
}

compile "$@" pyproject.toml -o requirements.txt
compile "$@" pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
compile "$@" --group build -o requirements-build.txt
compile "$@" --group node -o requirements-node.txt
if command -v npm >/dev/null; then
    npm install --package-lock-only --no-audit --no-fund --silent
fi
