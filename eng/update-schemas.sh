#!/usr/bin/env bash
# Makes docs/schemas/v4.json, which the daemon serves at /schemas/v4.json, from docs/asyncapi.yaml. Run it after a change of that page.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet build tests/Audio.Protocol.Tests -c Release -v quiet --nologo
AUDIOD_UPDATE_SCHEMAS=1 tests/Audio.Protocol.Tests/bin/Release/net10.0/Audio.Protocol.Tests --progress off --filter-class '*V4SchemaFileTests'
