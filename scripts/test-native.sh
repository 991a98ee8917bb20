#!/usr/bin/env bash
# Runs the tests of the whole program against the daemon as machine code (AUDIOD_BUILD=native, docs/adr/0008-compiled-ahead.md) in place of the one that
# 'dotnet build' makes. Builds both first, which takes some minutes, and needs a C compiler (Debian: clang zlib1g-dev).
# Usage: scripts/test-native.sh [option of the test program …]     scripts/test-native.sh --filter-class '*PlayTests'
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD dotnet=$(command -v dotnet)

AUDIOD_BUILD=native ./audiod --version
native=$root/.audiod/$(<.audiod/current)/Audio.Cli
dotnet build tests/Audio.EndToEnd.Tests -c Release --nologo -v quiet

# The tests start 'dotnet …/Audio.Cli.dll'; whoever asks dotnet for anything else gets it.
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
cat >"$tools/dotnet" <<EOF
#!/bin/sh
case \${1:-} in
  */Audio.Cli.dll) shift; exec '$native' "\$@" ;;
esac
exec '$dotnet' "\$@"
EOF
chmod +x "$tools/dotnet"
PATH=$tools:$PATH tests/Audio.EndToEnd.Tests/bin/Release/net10.0/Audio.EndToEnd.Tests --progress off "$@"
