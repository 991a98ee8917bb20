#!/usr/bin/env bash
# Fuzzes a reader under AFL++ (Debian: afl++), instrumented by SharpFuzz. Leaves what it found in a folder of the user's own,
# ${XDG_CACHE_HOME:-~/.cache}/audiod-fuzz/TARGET, or in $FUZZ_OUT/TARGET.
# Usage: scripts/fuzz.sh [SECONDS] [TARGET]     60 v4; targets: v4 daemon v3 wav mp3 flac ogg stream
set -euo pipefail
umask 077
out=${FUZZ_OUT:-${XDG_CACHE_HOME:-${HOME:?fuzz.sh: there is no home folder; set FUZZ_OUT}/.cache}/audiod-fuzz}
[[ $out == /* ]] || out=$PWD/$out # as the caller means it
cd "$(dirname "${BASH_SOURCE[0]}")/.."
seconds=${1:-60} target=${2:-v4}
out=$out/$target
corpus=tests/Audio.Fuzz/Corpus/$target

[ -d "$corpus" ] || { echo "fuzz.sh: no such target: $target" >&2; exit 1; }
command -v afl-fuzz >/dev/null || {
  echo "fuzz.sh: there is no afl-fuzz; install afl++." \
    "Without it: Audio.Fuzz $target --random SECONDS --seed 1 $corpus/*" >&2
  exit 1
}
# Programs in it are run, so it must not be another user's.
mkdir -p "$out"
[ -O "$out" ] || { echo "fuzz.sh: $out belongs to another user; set FUZZ_OUT to a folder of your own" >&2; exit 1; }
[ -x "$out/tools/sharpfuzz" ] ||
  dotnet tool install SharpFuzz.CommandLine --version 2.3.0 --tool-path "$out/tools" >/dev/null
rm -rf "$out/bin"
dotnet publish tests/Audio.Fuzz -c Release -o "$out/bin" --nologo -v quiet
"$out/tools/sharpfuzz" "$out/bin/Audio.Protocol.dll"
"$out/tools/sharpfuzz" "$out/bin/Audio.Core.dll"
# .NET maps more memory than AFL++ allows, and its workers are not native programs.
AFL_SKIP_BIN_CHECK=1 AFL_NO_UI=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 \
  afl-fuzz -V "$seconds" -t 10000 -m none -i "$corpus" -o "$out/findings" -- dotnet "$out/bin/Audio.Fuzz.dll" "$target"
grep -E '^(execs_done|corpus_count|corpus_found|saved_crashes|saved_hangs|edges_found) ' "$out/findings/default/fuzzer_stats"
grep -qE '^saved_crashes +: 0$' "$out/findings/default/fuzzer_stats"
