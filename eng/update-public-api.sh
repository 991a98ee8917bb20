#!/usr/bin/env bash
# Writes the public surface of a library as it is now into its PublicAPI.Unshipped.txt, for review in the diff.
# Usage: eng/update-public-api.sh [PROJECT …]   (default: all libraries with a reviewed surface)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
projects=("$@")
[ ${#projects[@]} -gt 0 ] || mapfile -t projects < <(grep -lr HasReviewedPublicSurface src --include='*.csproj' | xargs -n1 dirname)

for project in "${projects[@]}"; do
  file=$project/PublicAPI.Unshipped.txt
  echo '#nullable enable' > "$file"
  name=$(basename "$project").csproj
  found=$(dotnet build "$project" -c Release --no-incremental -v quiet --nologo -p:TreatWarningsAsErrors=false -p:WarningsAsErrors= 2>&1 |
    sed -n "s/.*RS0016: Symbol '\(.*\)' is not part of the declared public API.*$name.*/\1/p" | LC_ALL=C sort -u)
  [ -z "$found" ] || printf '%s\n' "$found" >> "$file"
  echo "$file: $(($(wc -l < "$file") - 1)) members"
done
