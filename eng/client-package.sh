#!/usr/bin/env bash
# Builds and packs the JavaScript client for the tests: .tools/client/audiod-client.tgz is what is published, and
# .tools/client/node_modules has it installed, beside the ws of the lock file. Run by test.sh; by itself it does the same.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

client=clients/javascript
built=.tools/client
log=$(mktemp)
trap 'rm -f "$log"' EXIT

quietly() { "$@" >"$log" 2>&1 || { cat "$log" >&2; return 1; }; }

# What goes through a network may fail for a moment: three tries.
install() {
  cmp -s "$client/package-lock.json" "$client/node_modules/.installed.json" && return
  local attempt
  for attempt in 1 2 3; do
    quietly npm ci --prefix "$client" --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null && break
    [ "$attempt" -lt 3 ] || return 1
    sleep $((5 * attempt))
  done
  cp "$client/package-lock.json" "$client/node_modules/.installed.json" # last: what is half installed is installed again
}

install
rm -rf "$built"
mkdir -p "$built/node_modules/audiod-client"
(cd "$client" && quietly npm pack --pack-destination "../../$built") # builds it first
mv "$built"/audiod-client-*.tgz "$built/audiod-client.tgz"
tar -xzf "$built/audiod-client.tgz" -C "$built/node_modules/audiod-client" --strip-components=1
cp -R "$client/node_modules/ws" "$built/node_modules/"
