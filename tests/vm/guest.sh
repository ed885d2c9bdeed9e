#!/usr/bin/env bash
# Runs inside the virtual machine, on the host's files (read-only): the tests that want a kernel with chips and a camera.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd /tmp || exit 1
# Inside, a missing chip is a failure, not a reason to skip; the heap's limit keeps 2 GB enough.
export ACCESSKIOSK_VM=1 DOTNET_gcHeapHardLimit=0x20000000 DOTNET_TieredPGO=0
# The newer libgpiod beside the system's own: both are tested.
export LD_LIBRARY_PATH=$root/artifacts/vm/libgpiod3/usr/lib/x86_64-linux-gnu
mapfile -t filter <"$root/artifacts/vm/filter"
"$root/artifacts/bin/Hardware.Tests/release/AccessKiosk.Hardware.Tests" -noColor "${filter[@]}"
