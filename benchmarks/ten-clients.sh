#!/usr/bin/env bash
# What ten clients at once cost the daemon, and then none: each sends speech in chunks of 20 to 100 ms, in real time, through PulseAudio.
# Ends with 1 where a figure is missed. Usage: benchmarks/ten-clients.sh [SECONDS]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/benchmarks/rig.sh"
need espeak-ng sox
start_rig Audio.LoadGenerator
text="One, two, three, four, five. The quick brown fox jumps over the lazy dog. Please leave a message after the tone."
for voice in en-us en-gb+f3 de fr+f2 es it+m3 en-us+m7 de+f4 pt nl; do
  espeak-ng -v "$voice" --stdout "$text" | sox -t wav - "$work/$voice.wav" repeat 60 trim 0 "${1:-60}" 2>/dev/null
done
dotnet "$root/benchmarks/Audio.LoadGenerator/bin/Release/net10.0/Audio.LoadGenerator.dll" speech --port "$port" --pid "$daemon_pid" "$work"/*.wav
