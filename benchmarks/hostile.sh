#!/usr/bin/env bash
# Floods of two clients each, one after another, each against a daemon of its own that plays to nothing: what others notice of them.
# Usage: benchmarks/hostile.sh [option …]     e.g.  benchmarks/hostile.sh --only odd-rates --seconds 20
#   --only NAME          one flood: none, empty-chunks-v4, empty-chunks-local, empty-chunks-v3, empty-fragments, byte-fragments, pings,
#                        large-chunks-no-session, odd-rates, refused-bodies, log-lines, sessions-held, idle-connections, burst
#   --seconds NUMBER     how long each lasts; 8
#   --no-build           runs what was built before
# Meanwhile a client of version 4 pings, another asks for /health, and 32 sessions of 24 kHz mono play in real time.
# Behind the figures: what was taken of the flood, the log's size, how many sessions are held and how one more is answered (202: accepted),
# descriptors, and after a burst the memory and the time until it is below 150 MiB (at most 60 s).
# Exit code 0 with the table, whatever the times are; 1 if a flood ended the daemon, which the table shows.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/own-daemon.sh"
run_with_daemon Audio.Hostile "$@"
