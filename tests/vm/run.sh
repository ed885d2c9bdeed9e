#!/usr/bin/env bash
# ./kiosk test --vm: boots Debian's own kernel under QEMU's software emulation and runs the hardware tests against
# real GPIO chips (gpio-sim, a PCA9554 on i2c-stub), USB relay boards (uhid, a tty) and a real camera (vivid). Nothing of the host is changed.
# usage: run.sh [test runner options], for instance -class '*Guard*'; or: run.sh --system (see system.sh)
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
if [[ ${1:-} == --system ]]; then exec "$here/system.sh"; fi
# shellcheck source=tests/vm/machine.sh
. "$here/machine.sh"

if (($#)); then printf '%s\n' "$@"; else printf '%s\n' -trait Machine=vm; fi >"$vm/filter"
[[ -e $vm/libgpiod3/usr/lib ]] || unpack_libgpiod
dotnet=$(dotnet --list-runtimes | sed -n 's|^Microsoft\.NETCore\.App 10\..*\[\(.*\)/shared/.*|\1|p' | tail -1)
boot "$here/init" "${ACCESSKIOSK_VM_SECONDS:-900}" / 2048 "kiosk.guest=$here/guest.sh" "kiosk.root=$root" "kiosk.dotnet=$dotnet"

# "Total: 24, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0, Time: …"
summary=$(grep -E 'Total: [0-9]+, Errors: ' "$vm/serial.log" | tail -1) || fail "no test ran: $(sed -n '/vm: begin/,$p' "$vm/serial.log" | sed -n 2p)"
count() { grep -oP "$1: \K[0-9]+" <<<"$summary" | head -1; }
failed=$(($(count Failed) + $(count Errors))) skipped=$(count Skipped)
passed=$(($(count Total) - $(count Failed) - skipped))
((passed + failed)) || failed=1
echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0))
