#!/usr/bin/env bash
# Says which files are not laid out as CSharpier does it (.csharpierrc.json: 120 columns); fails where there is one.
# `dotnet csharpier format .` mends them. What the compiler and the analyzers ask for, the build itself checks.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet tool restore >/dev/null
dotnet csharpier check .
