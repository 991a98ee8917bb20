#!/usr/bin/env bash
# Ten full blocking garbage collections a second while 32 sessions sound through PulseAudio with 20 ms latency, in a program that embeds the
# library: whether the device runs dry, by the sound server's own word and by a recording of its monitor, and whether a processor of the
# machine stood still just then.
# Usage: benchmarks/collections.sh [SECONDS [SESSIONS [A-SECOND [LATENCY-MS [HEAP-MB]]]]]
set -euo pipefail
for argument; do
  [[ $argument =~ ^[0-9]+$ ]] && continue
  sed -n '2,5s/^# //p' "${BASH_SOURCE[0]}"
  echo "SECONDS 60, SESSIONS 32, A-SECOND 10 (0: no collection), LATENCY-MS 20, HEAP-MB 0: so many MB of small objects alive beside the engine."
  echo "Needs PulseAudio with its tools. Ends with 1 where the device ran dry, or the recording is not whole."
  [[ $argument == --help ]] && exit 0 || exit 2
done
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/benchmarks/rig.sh"
need parec
null_sink="rate=48000 format=float32le norewinds=1" # with rewinds a monitor shows less than was played (docs/adr/0003)
start_sound_server Audio.Collections
parec -d speaker.monitor --format=float32le --rate=48000 --channels=2 --latency-msec=50 --raw >"$work/monitor.raw" &
recorder=$!
until [[ -s $work/monitor.raw ]]; do kill -0 "$recorder" || exit 1; done
# Two watchers, one on each of two processors, before all else where that is allowed: what holds them up holds up the machine.
watchers=()
trap 'kill "${watchers[@]}" 2>/dev/null || true; end_rig' EXIT
for processor in 0 $(($(nproc) - 1)); do
  DOTNET_TieredCompilation=0 taskset -c "$processor" $(chrt -r 80 true 2>/dev/null && echo chrt -r 80) \
    dotnet "$root/benchmarks/Audio.Collections/bin/Release/net10.0/Audio.Collections.dll" --watch >"$work/monitor.raw.standstills.$processor" &
  watchers+=($!)
done
status=0
dotnet "$root/benchmarks/Audio.Collections/bin/Release/net10.0/Audio.Collections.dll" "$work/monitor.raw" "$@" || status=$?
kill "$recorder" && wait "$recorder" 2>/dev/null || true
exit "$status"
