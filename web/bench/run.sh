#!/usr/bin/env bash
# Measures the web client in Chromium against a server of its own: web/bench/run.sh [MESSAGES [CHATS]]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
port=${BONGSU_PORT:-8109}
data=$(mktemp -d)

"$here/../../bongsu" serve --port "$port" --data "$data" --registration open --limited false >"$data/server.log" 2>&1 &
server=$!
end() {
  kill -TERM "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  rm -rf "$data"
}
trap end EXIT

url=http://127.0.0.1:$port
until curl --silent --fail --output /dev/null "$url/_matrix/client/versions"; do
  kill -0 "$server" || { cat "$data/server.log" >&2; exit 1; }
  sleep 0.2
done
cd "$here/.."
BONGSU_URL=$url BONGSU_MESSAGES=${1:-100000} BONGSU_CHATS=${2:-2000} npm run --silent bench
