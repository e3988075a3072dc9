#!/usr/bin/env bash
# Make .venv hold exactly what the locks say: `setup_venv.sh` what the program needs,
# `setup_venv.sh dev` also the tools and tests. Done already for these locks: nothing to do.
. "$(dirname "$0")/common.sh"

want=${1:-runtime}
PIP=("$PYTHON_IN_VENV" -m pip --no-input --disable-pip-version-check)

install() { # what a lock names, by its hash, and nothing else
    "${PIP[@]}" install --quiet --require-hashes --no-deps --no-build-isolation --use-pep517 "$@" ||
        stop "The Python packages could not be installed (is the package registry reachable?)."
}

if ! "$PYTHON_IN_VENV" -m pip --version >/dev/null 2>&1; then
    python=$(find_python)
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        stop "Python's venv module is missing (Debian: apt-get install python3-venv)."
    say "Making $VENV with $("$python" --version)"
    "$python" -m venv --clear "$VENV"
fi

runtime=$(fingerprint requirements-build.txt requirements.txt pyproject.toml)
dev=$(fingerprint requirements-build.txt requirements.txt requirements-dev.txt pyproject.toml)

stamped "$VENV/stamp-dev" "$dev" && exit 0
case $want in
    runtime) lock=requirements.txt stamp=$VENV/stamp-runtime key=$runtime ;;
    dev) lock=requirements-dev.txt stamp=$VENV/stamp-dev key=$dev ;;
    *) stop "usage: setup_venv.sh [runtime|dev]" ;;
esac
stamped "$stamp" "$key" && exit 0

say "Installing the Python packages of $lock"
rm -f "$VENV/stamp-dev" "$VENV/stamp-runtime"
install -r requirements-build.txt
install -r "$lock"
told=$("${PIP[@]}" install --no-deps --no-build-isolation --editable . 2>&1) ||
    stop "$told" "The project itself could not be installed into $VENV."
"${PIP[@]}" check >&2
printf '%s\n' "$key" >"$stamp"
