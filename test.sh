#!/usr/bin/env bash
# Installs what the tests need, builds everything with warnings as errors, runs every test project, and says how it went.
# Usage: ./test.sh [PROJECT...]     all of tests/*.Tests, or those named: ./test.sh Audio.Core.Tests
# With CI=true a missing tool is a failure; without it the tests that need one are skipped, and say so.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

results=TestResults
time_limit=12m # for one project; a test that hangs is a failure, not a wait

# The same run wherever it is started: nothing asks a person or calls home, and nobody's sound server or settings are used.
export TMPDIR=${TMPDIR:-/tmp}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1 LC_ALL=C.UTF-8
unset "${!PULSE_@}" "${!AUDIOD_@}"
# Compilers and test programs are too short-lived to gain from profiles of their own code; collecting them takes a quarter of the CPU time.
export DOTNET_TieredPGO=0
[ -n "${HOME:-}" ] && [ -w "$HOME" ] || { HOME=$(mktemp -d) && export HOME; }
[ "${#TMPDIR}" -le 60 ] || export TMPDIR=/tmp # the name of a Unix socket has 107 bytes at most

. eng/test-tools.sh

command -v dotnet >/dev/null 2>&1 ||
  die "the .NET SDK 10 is not on the PATH. Get it from https://dotnet.microsoft.com/download/dotnet/10.0"
rm -rf "$results" # first, so that no way out leaves old results behind
mkdir -p "$results"
get_tools
exec </dev/null # from here on nobody is asked anything

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

# Jobs beside the others, at the lowest priority: most of the time of the tests is spent waiting, as sound takes its time.
declare -A beside
trap '[ ${#beside[@]} -eq 0 ] || kill "${beside[@]}" 2>/dev/null || :' EXIT
start_beside() { # NAME COMMAND…
  local name=$1
  shift
  (renice -n 19 "$BASHPID" >/dev/null && "$@") >"$results/$name.log" 2>&1 &
  beside[$name]=$!
}
end_beside() { # NAME: says what it said, and gives its exit code
  local code=0
  wait "${beside[$1]}" || code=$?
  cat "$results/$1.log"
  unset "beside[$1]"
  return "$code"
}

start_beside client eng/client-package.sh

say "building"
# The compiler's servers must not outlive the run: they would keep the terminal of whoever started it.
server=(-nodeReuse:false -p:UseSharedCompilation=false)
try dotnet restore AudioStack.sln --nologo -v quiet "${server[@]}" || die "the packages cannot be had"
if ! dotnet build AudioStack.sln -c Release --no-restore --nologo -v quiet -warnaserror "${server[@]}"; then
  die "the build failed"
fi
say "built in $((SECONDS - started)) s"
start_beside style eng/style.sh

# What the tests of the whole daemon need, and what must be right before they take their time.
end_all_beside() {
  end_beside style || die "the layout of what is named above is not the house's; 'dotnet csharpier format .' mends most of it"
  end_beside client && return
  [ "${CI:-false}" != true ] || die "the JavaScript client cannot be built. CI=true: the tests do not run without it."
  say "the JavaScript client cannot be built: the tests that need it are skipped." >&2
}

# Whoever starts a job in the background may have had INT and HUP ignored, which children inherit: the tests send both to daemons.
fresh=()
! env --default-signal true 2>/dev/null || fresh=(env --default-signal)

broken=()
for project in "${projects[@]}"; do
  [[ $project != *EndToEnd* ]] || [ ${#beside[@]} -eq 0 ] || end_all_beside
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
[ ${#beside[@]} -eq 0 ] || end_all_beside

eng/test-failures.sh "$results" || say "the results cannot be read"
totals=$(eng/test-totals.sh "$results") || die "the results cannot be counted"
say "$totals, in $((SECONDS - started)) s. Results: $results/*.trx"
[ ${#broken[@]} -eq 0 ] || die "failed: ${broken[*]}"
case $totals in
  "0 passed, "*) die "no test ran" ;;
  *", 0 failed, "*) ;;
  *) die "a test failed" ;;
esac
