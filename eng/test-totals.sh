#!/usr/bin/env bash
# Prints "N passed, N failed, N skipped", counted from every TRX file in a folder; the one place that says how the tests went.
# Usage: eng/test-totals.sh FOLDER
set -euo pipefail

folder=${1:?"usage: $0 FOLDER"}
passed=0 failed=0 skipped=0

shopt -s nullglob
for file in "$folder"/*.trx; do
  counters=$(tr '\n' ' ' <"$file" | grep -o '<Counters[^>]*>' || true)
  if [[ ! $counters =~ \ total=\"([0-9]+)\" ]]; then
    echo "$file has no totals: the run broke off" >&2
    exit 1
  fi
  total=${BASH_REMATCH[1]}
  [[ $counters =~ \ passed=\"([0-9]+)\" ]] && p=${BASH_REMATCH[1]} || p=0
  [[ $counters =~ \ notExecuted=\"([0-9]+)\" ]] && s=${BASH_REMATCH[1]} || s=0
  passed=$((passed + p))
  skipped=$((skipped + s))
  failed=$((failed + total - p - s)) # also what timed out or was aborted
done
echo "$passed passed, $failed failed, $skipped skipped"
