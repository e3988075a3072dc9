#!/usr/bin/env bash
# Write a migration for what the models have that the newest migration lacks:
#   bash scripts/new_migration.sh "what changes"
. "$(dirname "$0")/common.sh"

[ $# -eq 1 ] || stop "say in a few words what changes"
state=$(mktemp -d)
trap 'rm -rf "$state"' EXIT
export FORUM_VAR="$state"
"$VENV/bin/forum" db upgrade
"$PYTHON_IN_VENV" - "$1" <<'PY'
import sys
from pathlib import Path

from flask_migrate import revision

from forum import create_app

with create_app().app_context():
    number = len(list(Path("migrations/versions").glob("*.py"))) + 1
    revision(message=sys.argv[1], autogenerate=True, rev_id=f"{number:04d}")
PY
