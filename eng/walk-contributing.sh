#!/usr/bin/env bash
# Follows "Add an effect" of CONTRIBUTING.md in a clean copy of the repository: the code on the page is what it applies,
# and the command on the page is what it runs. Ends with 0 where the new effect plays and is listed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git -c safe.directory='*' ls-files -z --cached --others --exclude-standard |
  while IFS= read -r -d '' file; do [ ! -f "$file" ] || printf '%s\0' "$file"; done |
  tar --null -T - -cf - | tar -xf - -C "$copy"
cd "$copy"
# Nothing outlives the script, and it does not repeat the checks of the pull request's own build.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false
export RunAnalyzers=false

# block LANGUAGE: the first code block of that language in the section, without the indent of its list.
block() {
  awk -v language="$1" '
    /^## / { inside = $0 == "## Add an effect" }
    inside && taking && /^ *```$/ { exit }
    inside && taking { sub(/^   /, ""); print }
    inside && $0 ~ "^ *```" language "$" { taking = 1 }' CONTRIBUTING.md
}

block csharp >src/Audio.Core/Effects/ThroughEffect.cs
block diff >change
# git finds the place by the lines around it, whatever the numbers say.
{
  echo "--- a/src/Audio.Core/Effects/EffectDefinition.cs"
  echo "+++ b/src/Audio.Core/Effects/EffectDefinition.cs"
  echo "@@ -9,$(grep -vc '^+' change) +9,$(grep -vc '^-' change) @@"
  cat change
} >change.patch
git apply --unsafe-paths --recount change.patch 2>&1
commands=$(block sh)
[ -s src/Audio.Core/Effects/ThroughEffect.cs ] && [ -n "$commands" ] || { echo "the page has no steps"; exit 1; }

bash -ec "$commands" </dev/null
listed=$(dotnet samples/EmbeddedPlayer/bin/Debug/net10.0/EmbeddedPlayer.dll null nope 2>&1 </dev/null || true)
echo "$listed"
grep -q "known are .*, through\.$" <<<"$listed"
