# shellcheck shell=bash
# What the other scripts share: the project's folder, a suitable Python, and stamps that say
# "this was already done for exactly these files". Sourced, not run.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

VENV=.venv
PYTHON_IN_VENV=$VENV/bin/python

say() { printf '%s\n' "$*" >&2; }

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

# The newest Python that is good enough; PYTHON=… names another.
find_python() {
    local candidate
    for candidate in ${PYTHON:-python3.14 python3.13 python3.12 python3.11 python3 python}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    stop "Python 3.11 or newer is needed (Debian: apt-get install python3 python3-venv)."
}

# A fingerprint of the contents of the given files and folders.
fingerprint() {
    "${PYTHON_IN_VENV}" - "$@" <<'PYTHON'
import hashlib
import sys
from pathlib import Path

digest = hashlib.sha256()
for name in sys.argv[1:]:
    path = Path(name)
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file() and "static/dist" not in file.as_posix():
            digest.update(f"{file.as_posix()}\0".encode() + file.read_bytes() + b"\0")
print(digest.hexdigest())
PYTHON
}

stamped() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }
