#!/usr/bin/env bash
# Builds the web client for the server, or does nothing where it is up to date. Called by Maven; also by hand.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
built=target/classes/org/bongsu/web/files.json

packages_are_there() {
  cmp -s package-lock.json node_modules/.lock-as-installed
}

is_built() {
  [ -f "$built" ] && [ -z "$(find src public build index.html package-lock.json tsconfig.json vite.config.ts -newer "$built" -print -quit)" ]
}

if packages_are_there && is_built; then exit; fi
if ! packages_are_there; then
  npm ci --no-audit --no-fund --loglevel=error
  cp package-lock.json node_modules/.lock-as-installed
fi
npm run --silent build
