#!/usr/bin/env bash
# This daemon beside what a user would pick instead, all in one interleaved run: the time to the first sound at a null sink's
# monitor, of PulseAudio or PipeWire, and what a stream costs in processor time. Prints tables, and draws plots.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/benchmarks/rig.sh"

usage() {
  cat <<'EOF'
Usage: benchmarks/compare.sh [option …]

  --only first-sound|processor   one of the two; without it both
  --server pulseaudio|pipewire   what the sink belongs to (default pulseaudio)
  --ways WORDS    of the ways to the first sound only those whose name holds one of these, divided by commas: --ways 'open session,paplay'
  --rounds N      requests of each way to the first sound (default 100; some 8 s a round)
  --streams N     streams mixed at once for the processor time (default 50)
  --seconds S     sound of each stream in one measurement (default 5)
  --repeats N     measurements of each (default 5)
  --peer-limit S  seconds that a request to one of the others may take; who takes longer is ended and left out (default 30)
  --to FOLDER     where tables and plots go (default benchmarks/results/compare; benchmarks/README.md shows those in benchmarks/compare)
  --no-build      measure what 'dotnet build' has left in bin/, as the tests do, instead of the daemon as './audiod' builds it
  --help

Needs PulseAudio with its tools, or PipeWire (Debian: pipewire pipewire-pulse wireplumber dbus-daemon pulseaudio-utils), and curl. Compared are also aplay, sox, ffplay, ffmpeg, mpv and MPD, as far as they are installed (Debian:
apt-get install alsa-utils libasound2-plugins sox libsox-fmt-pulse ffmpeg mpv mpd); what is missing is said and left out.
EOF
}

reports=$root/benchmarks/results/compare build=true sound_server=pulseaudio options=()
while (($# > 0)); do
  case $1 in
    -h | --help) usage && exit 0 ;;
    --no-build) build=false ;;
    --server)
      [[ ${2:-} == @(pulseaudio|pipewire) ]] || { echo "compare.sh: --server is pulseaudio or pipewire; --help lists the options" >&2; exit 2; }
      sound_server=$2
      shift
      ;;
    --only | --ways | --rounds | --streams | --seconds | --repeats | --peer-limit | --to)
      (($# > 1)) || { echo "compare.sh: $1 needs a value; --help lists the options" >&2; exit 2; }
      if [ "$1" = --to ]; then reports=$(realpath -m "$2"); else options+=("$1" "$2"); fi
      shift
      ;;
    *) echo "compare.sh: there is no option $1; --help lists the options" >&2 && exit 2 ;;
  esac
  shift
done
need paplay parec pacat

audiod=$root/audiod
if $build; then build_as_people_do; fi
compare=$root/benchmarks/Audio.Compare/bin/Release/net10.0/Audio.Compare.dll
baseline=$root/benchmarks/Audio.Baseline/bin/Release/net10.0/Audio.Baseline.dll

export AUDIODRIVER=pulseaudio SDL_AUDIODRIVER=pulseaudio # of sox and of ffplay
start_rig Audio.Compare
if ! $build; then
  audiod=$work/audiod
  printf '#!/bin/sh\nexec dotnet "%s" "$@"\n' "$root/src/Audio.Cli/bin/Release/net10.0/Audio.Cli.dll" >"$audiod"
  chmod +x "$audiod"
fi
compare_pid=
stop() {
  [ -z "$compare_pid" ] || kill "$compare_pid" 2>/dev/null || true
}
trap stop INT TERM
dotnet "$compare" --port "$port" --daemon-pid "$daemon_pid" --server "$sound_server" --server-pid $server_pids --monitor speaker.monitor --audiod "$audiod" --baseline "$baseline" \
  --folder "$work" --reports "$reports" --commit "$(git -C "$root" describe --always --dirty 2>/dev/null || echo unknown)" "${options[@]}" &
compare_pid=$!
code=0
wait "$compare_pid" || code=$?
if kill -0 "$compare_pid" 2>/dev/null; then # a signal ended the wait: it stops what it has started, then goes
  wait "$compare_pid" || code=$?
fi
((code > 0)) || echo "Plots: $reports" >&2
exit "$code"
