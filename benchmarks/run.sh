#!/usr/bin/env bash
# Runs the benchmarks of the library and leaves reports (Markdown, JSON) in benchmarks/results/.
# Usage: benchmarks/run.sh [FILTER] [option of BenchmarkDotNet …]     e.g.  benchmarks/run.sh '*Mixer*' --job short
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/benchmarks/rig.sh"
filter='*'
if (($# > 0)) && [[ $1 != -* ]]; then
  filter=$1
  shift
fi
build_as_people_do # for those that measure a whole one
export AUDIOD_HOST=$host
dotnet build "$root/benchmarks/Audio.Benchmarks" -c Release -v quiet --nologo >&2
exec dotnet "$root/benchmarks/Audio.Benchmarks/bin/Release/net10.0/Audio.Benchmarks.dll" --filter "$filter" --artifacts "$root/benchmarks/results" "$@"
