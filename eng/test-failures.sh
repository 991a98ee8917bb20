#!/usr/bin/env bash
# Names every test that failed, with the first lines of why, from every TRX file in a folder; prints nothing where none did.
# Usage: eng/test-failures.sh FOLDER
set -euo pipefail

folder=${1:?"usage: $0 FOLDER"}
shopt -s nullglob
for file in "$folder"/*.trx; do
  # A result is one element; its name stands in it, what went wrong in its Message.
  tr '\n' '\1' <"$file" | sed 's/<UnitTestResult /\n&/g' | awk '
    function plain(text) {
      gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text); gsub(/&#xD;/, "", text); gsub(/&#xA;/, "\001", text); gsub(/&amp;/, "\\&", text)
      return text
    }
    /^<UnitTestResult / && !/ outcome="(Passed|NotExecuted)"/ {
      name = match($0, / testName="[^"]*"/) ? substr($0, RSTART + 11, RLENGTH - 12) : "(no name)"
      print "FAILED " plain(name)
      if (!match($0, /<Message>[^<]*/)) next
      count = split(plain(substr($0, RSTART + 9, RLENGTH - 9)), lines, "\001")
      for (i = 1; i <= count && i <= 6; i++) print "  " substr(lines[i], 1, 400)
    }'
done
