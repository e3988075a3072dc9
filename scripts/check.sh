#!/usr/bin/env bash
# Every check that needs no running program. All of them run; each that fails is named.
. "$(dirname "$0")/common.sh"

failed=()
check() { # NAME COMMAND…
    local name=$1 from=$SECONDS
    shift
    "$@" || failed+=("$name")
    say "— $name: $((SECONDS - from)) s"
}

shell_syntax() {
    local script
    for script in scripts/*.sh .ci/run; do bash -n "$script" || return 1; done
}

sources=(forum tests scripts)
for folder in bench wsgi.py; do
    [ -e "$folder" ] && sources+=("$folder")
done

check format "$VENV/bin/ruff" format --quiet --check "${sources[@]}"
check lint "$VENV/bin/ruff" check --quiet "${sources[@]}"
check types "$VENV/bin/mypy" --no-error-summary
check imports "$VENV/bin/lint-imports" --no-logo --cache-dir .import_linter_cache
check templates "$VENV/bin/djlint" templates --lint --quiet --allow-empty-input
check translations "$PYTHON_IN_VENV" scripts/translations.py check
check permissions "$PYTHON_IN_VENV" scripts/permissions.py check
check scripts shell_syntax

[ ${#failed[@]} -eq 0 ] || stop "make check: failed: ${failed[*]}"
say "make check: all is well"
