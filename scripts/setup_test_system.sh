#!/usr/bin/env bash
# See that the programs the tests talk to are there: a browser, PostgreSQL, Redis, and the
# readers of what we export. On Debian as root the missing ones are installed.
. "$(dirname "$0")/common.sh"

missing=()
need() { # COMMAND PACKAGE
    PATH=$PATH:/usr/sbin command -v "$1" >/dev/null || missing+=("$2")
}

need chromium chromium
need redis-server redis-server
need pdftoppm poppler-utils
need soffice libreoffice-writer
need wrk wrk
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || need initdb postgresql

[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    say "Installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    log=$(mktemp)
    install_missing() {
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >"$log" 2>&1 </dev/null
    }
    install_missing || { apt-get update -qq >"$log" 2>&1 && install_missing; } || {
        tail -n 20 "$log" >&2
        stop "These packages could not be installed: ${missing[*]}"
    }
    rm -f "$log"
    exit 0
fi

say "The tests also need: ${missing[*]} (Debian: sudo apt-get install ${missing[*]})."
[ "${CI:-}" = true ] && exit 1
say "Until then those that need them fail."
