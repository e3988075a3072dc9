#!/usr/bin/env bash
# Everything between a fresh checkout and a served forum; what is done already is skipped.
. "$(dirname "$0")/common.sh"

bash scripts/setup_venv.sh
bash scripts/setup_assets.sh
"$PYTHON_IN_VENV" scripts/translations.py compile
"$PYTHON_IN_VENV" scripts/prepare_state.py
exec "$VENV/bin/forum" serve
