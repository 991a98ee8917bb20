#!/usr/bin/env bash
# How long `audiod start` and `audiod play` take in two checkouts, interleaved in one run: build each with ./audiod --version first.
# Usage: benchmarks/start.sh BEFORE AFTER [ROUNDS]     two folders; 15 rounds
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,3s/^# //p' "$0"; exit 2; }
before=$1 after=$2 rounds=${3:-15}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export HOME=$scratch XDG_STATE_HOME=$scratch XDG_RUNTIME_DIR=$scratch
sound=$(cd "$(dirname "$0")/.." && pwd)/samples/speech-en-22k-16bit-mono.wav

# The program of a checkout's newest build; before Audio.Cli there was Audio.Host.
program_of() {
  local folder=$1/.audiod/$(<"$1/.audiod/current")
  ls "$folder/Audio.Cli.dll" 2>/dev/null || ls "$folder/Audio.Host.dll"
}

# took NAME COMMAND…: notes its milliseconds
took() {
  local name=$1 from to
  shift
  from=$(date +%s%N)
  "$@" >/dev/null 2>&1 || true # play says by its exit code that the null sink is silent
  to=$(date +%s%N)
  echo "$(((to - from) / 1000000))" >>"$scratch/$name"
}

# A tenth of a second of speech from a pipe.
play() { head -c 4844 "$sound" | dotnet "$1" play - --port "$2"; }

for ((round = 1; round <= rounds; round++)); do
  printf '\rround %d of %d' "$round" "$rounds" >&2
  for side in before after; do
    program=$(program_of "${!side}")
    port=$((20000 + RANDOM % 20000))
    took "start $side" dotnet "$program" start "$port" --sink null
    took "play $side" play "$program" "$port"
    took "stop $side" dotnet "$program" stop "$port"
  done
done
echo >&2

printf '%-14s %8s %8s\n' 'ms' least median
for file in "$scratch"/*' '*; do
  sort -n "$file" | awk -v name="$(basename "$file")" '{ v[NR] = $1 } END { printf "%-14s %8d %8d\n", name, v[1], v[int((NR + 1) / 2)] }'
done
