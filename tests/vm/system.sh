#!/usr/bin/env bash
# ./kiosk test --vm --system: installs a bundle into a bare Debian, boots it with its own systemd under software
# emulation, and kills, hangs and stops the real service with its sandbox, its guard and its watchdog.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
box_name=system
# shellcheck source=tests/deploy/box.sh
. "$root/tests/deploy/box.sh"
# shellcheck source=tests/vm/machine.sh
. "$here/machine.sh"
((EUID == 0)) || fail "a chroot wants root: run it as root"
trap close_box EXIT
open_box

say "installing into a bare Debian"
"$root/deploy/bundle.sh" "$work/bundle.tar.gz" --version system --with-packages || fail "the bundle could not be made"
tar -xzf "$work/bundle.tar.gz" -C "$box/root"
in_box /root/accesskiosk/install.sh >"$vm/install.log" 2>&1 || fail "the installation failed: $(tail -1 "$vm/install.log")"
rm -rf "$box/root/accesskiosk"
# Makes the store and its keys here: emulated, that alone takes minutes.
in_box kiosk backup /var/backups/accesskiosk/first.db >>"$vm/install.log" 2>&1 || fail "the store cannot be made: $(tail -1 "$vm/install.log")"
rm -f "$box/var/backups/accesskiosk/first.db"
cat >"$box/etc/accesskiosk/appsettings.json" <<'SETTINGS'
{
  "Camera": { "Source": "0", "Width": 320, "Height": 180, "FramesPerSecond": 5, "SlowBelow": 1, "OpenTimeout": "00:01:00", "StallTimeout": "00:01:00" },
  "Gpio": { "Driver": "Libgpiod", "Lines": { "relay": { "Chip": "0-0020", "Offset": 0 } } },
  "Doors": { "main": { "Relay": "relay" } }
}
SETTINGS
# Units that only the test wants: links are made by hand, since no systemd runs here to enable them.
wants=$box/etc/systemd/system/multi-user.target.wants
mkdir -p "$wants" "$box/etc/systemd/system/timers.target.wants"
for unit in accesskiosk.service accesskiosk-guard.service; do ln -sf "/etc/systemd/system/$unit" "$wants/$unit"; done
cat >"$wants/kiosk-test.service" <<'UNIT'
[Unit]
After=multi-user.target
[Service]
ExecStart=/root/guest.sh
UNIT
mv "$wants/kiosk-test.service" "$box/etc/systemd/system/kiosk-test.service"
ln -sf /etc/systemd/system/kiosk-test.service "$wants/kiosk-test.service"
install -m 755 "$here/system-guest.sh" "$box/root/guest.sh"
cp "$(command -v busybox)" "$box/root/busybox"
umount -l "$box/dev" "$box/run" "$box/proc"

boot "$here/system-init" "${ACCESSKIOSK_VM_SECONDS:-3000}" "$box" 3072 loglevel=1 systemd.show_status=no systemd.getty_auto=no
passed=$(grep -c '^vm: ok ' "$vm/serial.log" || true) failed=$(grep -c '^vm: FAIL ' "$vm/serial.log" || true)
((passed + failed)) || failed=1
echo "$passed passed, $failed failed, 0 skipped"
((failed == 0))
