#!/usr/bin/env bash
# Measures the web client in Chromium against a server of its own:
#   web/bench/run.sh [MESSAGES [CHATS]]             fills it and measures
#   web/bench/run.sh fill DATA [MESSAGES [CHATS]]   only fills, so that it can be measured more than once:
#   web/bench/run.sh measure DATA
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
port=${BONGSU_PORT:-8109}
parts=(fill measure)
data=
case ${1:-} in
  fill | measure)
    parts=("$1")
    data=${2:?"the directory of the data is missing"}
    shift 2
    ;;
esac
kept=$data
data=${data:-$(mktemp -d)}
mkdir -p "$data"

"$here/../../bongsu" serve --port "$port" --data "$data" --registration open --limited false >"$data.log" 2>&1 &
server=$!
end() {
  kill -TERM "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  if [ -z "$kept" ]; then rm -rf "$data" "$data.log"; fi
}
trap end EXIT

url=http://127.0.0.1:$port
until curl --silent --fail --output /dev/null "$url/_matrix/client/versions"; do
  kill -0 "$server" || { cat "$data.log" >&2; exit 1; }
  sleep 0.2
done
cd "$here/.."
for part in "${parts[@]}"; do
  BONGSU_URL=$url BONGSU_MESSAGES=${1:-100000} BONGSU_CHATS=${2:-2000} npm run --silent bench -- "bench/$part.spec.ts"
done
