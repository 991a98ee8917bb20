#!/usr/bin/env bash
# First sound at a PulseAudio null sink's monitor: this daemon beside paplay started per request, in one interleaved run.
# Usage: benchmarks/first-sound.sh [ROUNDS]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/benchmarks/rig.sh"
need paplay parec
start_rig Audio.FirstSound
dotnet "$root/benchmarks/Audio.FirstSound/bin/Release/net10.0/Audio.FirstSound.dll" "$port" speaker.monitor "${1:-50}"
