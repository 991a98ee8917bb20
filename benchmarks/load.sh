#!/usr/bin/env bash
# Real-time clients against a daemon of its own that plays to a PulseAudio null sink: more and more sessions, or many idle connections.
# Usage: benchmarks/load.sh [ramp] [option …]     e.g.  benchmarks/load.sh --sessions 1,100,1000 --seconds 20s --markdown load.md
#        benchmarks/load.sh idle [option …]       e.g.  benchmarks/load.sh idle --connections 10000
#        benchmarks/load.sh --help                what there is
# SINK=null plays to nothing instead; DAEMON_OPTIONS="--latency 20ms" are options for the daemon.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/benchmarks/rig.sh"
verb=ramp
if (($# > 0)) && [[ $1 == ramp || $1 == idle ]]; then
  verb=$1
  shift
fi
generator=$root/benchmarks/Audio.LoadGenerator/bin/Release/net10.0/Audio.LoadGenerator.dll
if [[ " $* " == *" --help "* || " $* " == *" -h "* ]]; then
  dotnet build "$root/benchmarks/Audio.LoadGenerator" -c Release -v quiet --nologo >&2
  exec dotnet "$generator" "$verb" --help
fi

# Ten thousand connections are as many open files on either side, and more clients than the daemon lets in unless it is told to.
ulimit -n "$(ulimit -Hn)"
sink=${SINK:-pulse}
# shellcheck disable=SC2086 # several options in one variable
start_rig Audio.LoadGenerator --max-clients 20000 --max-sessions-per-client 20000 --max-buffered-total 2GiB ${DAEMON_OPTIONS:-}
dotnet "$generator" "$verb" --port "$port" --pid "$daemon_pid" "$@"
