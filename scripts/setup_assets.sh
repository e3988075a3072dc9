#!/usr/bin/env bash
# Build the scripts and styles that the browser gets into static/dist. Node comes from the
# system or, where there is none, from a wheel. Built already from these sources: nothing to do.
. "$(dirname "$0")/common.sh"

out=static/dist
key=$(fingerprint package.json package-lock.json scripts/build_assets.mjs static)
stamped "$out/.stamp" "$key" && exit 0

node_is_good() {
    command -v npm >/dev/null &&
        node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 18 ? 1 : 0)' 2>/dev/null
}

if ! node_is_good; then
    PATH=$PWD/$VENV/bin:$PATH
    if ! node_is_good; then
        say "Installing Node (no Node 18 or newer with npm on this system)"
        "$PYTHON_IN_VENV" -m pip install --quiet --no-input --disable-pip-version-check \
            --require-hashes --no-deps --only-binary :all: -r requirements-node.txt ||
            stop "Node 18 or newer is needed (Debian: apt-get install nodejs npm)."
    fi
fi

packages=$(fingerprint package.json package-lock.json)
if ! stamped node_modules/.stamp "$packages"; then
    say "Installing the browser packages of package-lock.json"
    npm ci --no-audit --no-fund --silent ||
        stop "The browser packages could not be installed (is the package registry reachable?)."
    printf '%s\n' "$packages" >node_modules/.stamp
fi
say "Building $out"
node scripts/build_assets.mjs >&2
printf '%s\n' "$key" >"$out/.stamp"
