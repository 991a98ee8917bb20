#!/usr/bin/env bash
# Runs the benchmarks of the library and leaves reports (Markdown, JSON) in benchmarks/results/.
# Usage: benchmarks/run.sh [FILTER] [option of BenchmarkDotNet …]     e.g.  benchmarks/run.sh '*Mixer*' --job short
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
filter='*'
if (($# > 0)) && [[ $1 != -* ]]; then
  filter=$1
  shift
fi
"$root/audiod" --version >/dev/null # the daemon as people get it, for those that measure a whole one
AUDIOD_HOST=$root/.audiod/$(<"$root/.audiod/current")/Audio.Host.dll
export AUDIOD_HOST
dotnet build "$root/benchmarks/Audio.Benchmarks" -c Release -v quiet --nologo >&2
exec dotnet "$root/benchmarks/Audio.Benchmarks/bin/Release/net10.0/Audio.Benchmarks.dll" --filter "$filter" --artifacts "$root/benchmarks/results" "$@"
