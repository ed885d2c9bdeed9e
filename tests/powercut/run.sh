#!/usr/bin/env bash
# Cuts the power under the kiosk's store in a model of the disk and checks what is left: docs/durability.md.
# usage: tests/powercut/run.sh [--states N] [--seed S] [--operations N] [--engine NAME...] [--control] [--json] [--keep FOLDER]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
dotnet build "$here/PowerCut.csproj" -c Release --tl:off -v quiet -nodeReuse:false >&2
exec dotnet "$root/artifacts/bin/PowerCut/release/AccessKiosk.PowerCut.dll" "$@"
