#!/usr/bin/env bash
# Installs what the tests need, builds everything with warnings as errors, runs every test project, and says how it went.
# Usage: ./test.sh [PROJECT...]     all of tests/*.Tests, or those named: ./test.sh Audio.Core.Tests
# With CI=true a missing tool is a failure; without it the tests that need one are skipped, and say so.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

results=TestResults
time_limit=9m # for one project; a test that hangs is a failure, not a wait
ci=${CI:-false}

# The same run wherever it is started: nothing asks a person or calls home, and nobody's sound server or settings are used.
export TMPDIR=${TMPDIR:-/tmp}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1 LC_ALL=C.UTF-8
unset "${!PULSE_@}" "${!AUDIOD_@}"
[ -n "${HOME:-}" ] && [ -w "$HOME" ] || { HOME=$(mktemp -d) && export HOME; }
[ "${#TMPDIR}" -le 60 ] || export TMPDIR=/tmp # the name of a Unix socket has 107 bytes at most
exec </dev/null

say() { printf '%s\n' "test.sh: $*"; }
die() { say "$*" >&2; exit 1; }

# What the tests run, and the Debian package that it is in. A name with a slash is a file, found by the loader.
tools=(
  pulseaudio:pulseaudio parec:pulseaudio-utils pactl:pulseaudio-utils paplay:pulseaudio-utils
  sox:sox soxi:sox ffmpeg:ffmpeg espeak-ng:espeak-ng aplay:alsa-utils curl:curl jq:jq
)
libraries=(libpulse-simple.so.0:libpulse0 libportaudio.so.2:libportaudio2 libasound_module_pcm_pulse.so:libasound2-plugins)

has_library() {
  ldconfig -p 2>/dev/null | grep -qF "$1 " ||
    find /usr/lib /usr/local/lib -name "$1" -print -quit 2>/dev/null | grep -q .
}

# Sets missing_names and missing_packages.
look_for_tools() {
  missing_names=() missing_packages=()
  local entry
  for entry in "${tools[@]}"; do
    command -v "${entry%%:*}" >/dev/null 2>&1 && continue
    missing_names+=("${entry%%:*}") missing_packages+=("${entry##*:}")
  done
  [ "$(uname -s)" = Linux ] || return 0 # elsewhere there is no list of libraries to ask
  for entry in "${libraries[@]}"; do
    has_library "${entry%%:*}" && continue
    missing_names+=("${entry%%:*}") missing_packages+=("${entry##*:}")
  done
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null 2>&1; then
    sudo "$@"
  else
    return 1
  fi
}

# What goes through a network may fail for a moment: three tries.
try() {
  local attempt
  for attempt in 1 2 3; do
    "$@" && return 0
    [ "$attempt" -eq 3 ] || { say "failed, trying again: $*"; sleep $((5 * attempt)); }
  done
  return 1
}

install_tools() {
  look_for_tools
  [ ${#missing_names[@]} -gt 0 ] || return 0
  if command -v apt-get >/dev/null 2>&1; then
    local packages
    read -r -a packages <<<"$(printf '%s\n' "${missing_packages[@]}" | sort -u | tr '\n' ' ')"
    say "installing ${packages[*]}"
    { try as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq -o DPkg::Lock::Timeout=120
      try as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=120 "${packages[@]}"; } >/dev/null ||
      say "apt-get could not install ${packages[*]}" >&2
    hash -r
    look_for_tools
    [ ${#missing_names[@]} -gt 0 ] || return 0
  fi
  say "missing: ${missing_names[*]}. Install what Debian calls: $(printf '%s\n' "${missing_packages[@]}" | sort -u | tr '\n' ' ')" >&2
  [ "$ci" != true ] || die "CI=true: the tests do not run without their tools."
  say "the tests that need them are skipped." >&2
}

command -v dotnet >/dev/null 2>&1 ||
  die "the .NET SDK 10 is not on the PATH. Get it from https://dotnet.microsoft.com/download/dotnet/10.0"
rm -rf "$results" # first, so that no way out leaves old results behind
mkdir -p "$results"
install_tools

if [ $# -gt 0 ]; then
  projects=("$@")
else
  # The ones that run the whole daemon come last: what is broken lower down is then named first.
  projects=()
  for folder in $(printf '%s\n' tests/*.Tests | grep -v EndToEnd) tests/*EndToEnd*.Tests; do
    [ ! -d "$folder" ] || projects+=("$(basename "$folder")")
  done
fi
[ ${#projects[@]} -gt 0 ] || die "there is no test project under tests/"

started=$SECONDS
say "building"
# The compiler's servers must not outlive the run: they would keep the terminal of whoever started it.
server=(-nodeReuse:false -p:UseSharedCompilation=false)
try dotnet restore AudioStack.sln --nologo -v quiet "${server[@]}" || die "the packages cannot be had"
if ! dotnet build AudioStack.sln -c Release --no-restore --nologo -v quiet -warnaserror "${server[@]}"; then
  die "the build failed"
fi
say "built in $((SECONDS - started)) s"

# Whoever starts a job in the background may have had INT and HUP ignored, which children inherit: the tests send both to daemons.
fresh=()
! env --default-signal true 2>/dev/null || fresh=(env --default-signal)

broken=()
for project in "${projects[@]}"; do
  program=tests/$project/bin/Release/net10.0/$project
  [ -x "$program" ] || die "$project is no test project, or is missing in AudioStack.sln: there is no $program"
  began=$SECONDS
  say "$project"
  # 8: there is no test in it.
  "${fresh[@]}" "$program" --progress off --show-slowest-tests 3 --timeout "$time_limit" --report-trx --report-trx-filename "$project.trx" --results-directory "$results" ||
    broken+=("$project (exit code $?)")
  [ -s "$results/$project.trx" ] || broken+=("$project (left no results)")
  say "$project took $((SECONDS - began)) s"
done

eng/test-failures.sh "$results" || say "the results cannot be read"
totals=$(eng/test-totals.sh "$results") || die "the results cannot be counted"
say "$totals, in $((SECONDS - started)) s. Results: $results/*.trx"
[ ${#broken[@]} -eq 0 ] || die "failed: ${broken[*]}"
case $totals in
  "0 passed, "*) die "no test ran" ;;
  *", 0 failed, "*) ;;
  *) die "a test failed" ;;
esac
