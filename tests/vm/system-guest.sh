#!/bin/bash
# shellcheck disable=SC2086
# Runs inside the machine under systemd: the installed units as they are, a real chip, real kills.
# Each test is one line: ok or FAIL, then its name.
exec >/dev/ttyS0 2>&1
B=/root/busybox
kiosk() { systemctl show -p MainPID --value accesskiosk.service; }
relay() { [[ $($B i2cget -f -y 0 0x20 1) == *[13579bdfBDF] ]]; }
is_low() { ! relay; }
# What a grant does, without a face: the output register of the expander, behind the driver's back.
open_relay() { $B i2cset -f -y 0 0x20 1 1; relay; }
until_true() { # seconds, command...
  local end=$((SECONDS + $1))
  shift
  until "$@"; do ((SECONDS < end)) || return 1; sleep 0.5; done
}
is_active() { systemctl is-active --quiet accesskiosk.service; }
runs_anew() { is_active && [[ $(kiosk) != "$1" && $(kiosk) != 0 ]]; }
said() { journalctl --namespace=accesskiosk --no-pager -o cat | grep -qF -- "$1"; }
check() { # name, command...
  local name=$1
  shift
  if "$@"; then echo "vm: ok   $name"; else echo "vm: FAIL $name"; failed=1; fi
}
uptime() { cut -d ' ' -f 1 /proc/uptime; }
monotonic() { systemctl show -p "$1" --value accesskiosk.service; }
finish() {
  # The whole story, where something failed: with it nobody has to boot again to learn why.
  ((failed)) && for log in --namespace=accesskiosk '-u accesskiosk*'; do journalctl --no-pager -o short-monotonic $log | tail -80 | cut -c1-200; done
  echo "vm: end $failed after $(uptime) s"
  systemctl poweroff --force --force
  exit
}
failed=0
echo "vm: systemd $(systemctl --version | sed -n '1s/^systemd \([0-9]*\).*/\1/p') after $(uptime) s"
check "the kiosk says that it is ready" until_true 900 is_active
# Without that the rest says nothing.
((failed)) && finish
echo "vm: from its start to ready $((($(monotonic ActiveEnterTimestampMonotonic) - $(monotonic InactiveExitTimestampMonotonic)) / 1000000)) s, emulated"
check "the guard runs" systemctl is-active --quiet accesskiosk-guard.service
check "the guard watches the kiosk" until_true 30 said "watching process $(kiosk), 1 lines"
check "the kiosk runs as its own user" test "$(stat -c %U "/proc/$(kiosk)")" = accesskiosk
check "the camera is open inside the sandbox" until_true 60 said "video0"
check "the relay is locked" is_low
check "a backup is made beside the running kiosk" systemctl start accesskiosk-backup.service
check "the backup is there" sh -c 'ls /var/backups/accesskiosk/kiosk-*.db >/dev/null'

first=$(kiosk)
check "the relay is open" open_relay
kill -KILL "$first"
check "after kill -9 the door is locked" until_true 30 is_low
check "the kiosk comes back by itself" until_true 900 runs_anew "$first"

second=$(kiosk)
until_true 60 said "watching process $second"
check "the relay is open again" open_relay
kill -STOP "$second"
check "a hung kiosk is killed and the door locked" until_true 60 is_low
check "the guard says so" until_true 30 said "process $second has not been heard for 10 s: killing it"
check "the kiosk comes back after a hang" until_true 900 runs_anew "$second"

third=$(kiosk)
systemctl stop accesskiosk-guard.service
check "the relay is open a third time" open_relay
kill -STOP "$third"
check "without the guard systemd's watchdog ends a hung kiosk and the door is locked" until_true 90 is_low
check "systemd names the watchdog" until_true 30 sh -c 'journalctl --no-pager -o cat -u accesskiosk.service | grep -q "Watchdog timeout"'
check "the kiosk comes back after the watchdog" until_true 900 runs_anew "$third"

check "stopping ends in good order" systemctl stop accesskiosk.service
check "the door is locked when it is stopped" is_low
check "the kiosk ended by itself" test "$(systemctl show -p Result --value accesskiosk.service)" = success
finish
