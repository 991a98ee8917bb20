#!/usr/bin/env bash
# Clients over all wires that come, go, stall, pause and die in every state, for a time, against a daemon of its own that plays to nothing.
# At the end nothing of them may be left: no session, client, descriptor, thread or memory, and every session has ended once.
# Usage: benchmarks/soak.sh [MINUTES] [option …]     30 minutes; e.g.  benchmarks/soak.sh 2 --seed 7
#   --seed NUMBER        decides what each client does; 1
#   --clients NUMBER     clients at a time; 24
#   --first NUMBER       the first client's number: with the same seed, a client does the same again
#   --count NUMBER       how many clients come at most
#   --settled MIB        what may be resident once all are gone; 150
#   --keep-log FILE      where the daemon's log goes if something is wrong
#   --no-build           runs what was built before
# Prints how it goes every 10 s and a report in Markdown at the end. Exit code 1 if something is wrong; the report says what.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/own-daemon.sh"
minutes=30
if [[ ${1:-} =~ ^[0-9]+([.][0-9]+)?$ ]]; then
  minutes=$1
  shift
fi
run_with_daemon Audio.Soak --time "${minutes}min" "$@"
