#!/usr/bin/env bash
# Says where C# is not laid out as the house does it; fails where it is not. `dotnet csharpier format .` mends most of it.
# CSharpier has the layout (.csharpierrc.json: 120 columns), and dotnet format agrees with what it writes. Style and analyzers need no run of their own:
# the build checks them, with warnings as errors.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet tool restore >/dev/null
dotnet csharpier check .
dotnet format whitespace AudioStack.sln --verify-no-changes --no-restore
