#!/bin/bash
# Installs AccessKiosk from an unpacked bundle: sudo ./install.sh [--no-start]
# What it makes: /opt/accesskiosk, /etc/accesskiosk, /var/lib/accesskiosk, /var/backups/accesskiosk, two users without a
# shell, systemd units, udev rules. Running it again repairs; settings, people and keys are left as they are.
set -euo pipefail
bundle=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
[[ -r $bundle/BUNDLE ]] || bundle=$(dirname "$bundle")
# shellcheck source=deploy/common.sh
. "$bundle/deploy/common.sh"
start=1
for argument in "$@"; do
  case $argument in
    --no-start) start=0 ;;
    --help | -h) sed -n '2,4s/^# //p' "$0"; exit 0 ;;
    *) fail "no such option: $argument (--no-start, --help)" 2 ;;
  esac
done
require_root
check_bundle "$bundle"
version=$(version_of "$bundle")
if [[ -e $opt/current && $(readlink "$opt/current") != "$opt/releases/$version" ]]; then
  fail "version $(basename "$(readlink "$opt/current")") is installed: use $opt/current/deploy/upgrade.sh, which keeps a way back"
fi
install_packages "$bundle"

getent group gpio >/dev/null || groupadd --system gpio
id accesskiosk >/dev/null 2>&1 || useradd --system --user-group --home-dir "$state" --no-create-home --shell /usr/sbin/nologin accesskiosk
id accesskiosk-guard >/dev/null 2>&1 || useradd --system --gid accesskiosk --home-dir /nonexistent --no-create-home --shell /usr/sbin/nologin accesskiosk-guard
id accesskiosk-display >/dev/null 2>&1 || useradd --system --user-group --home-dir /var/lib/accesskiosk-display --no-create-home --shell /usr/sbin/nologin accesskiosk-display
usermod -aG video,gpio accesskiosk
usermod -aG gpio accesskiosk-guard

install -d -m 750 -o root -g accesskiosk "$etc"
install -d -m 700 -o accesskiosk -g accesskiosk "$state" "$backups"
[[ -e $etc/appsettings.json ]] || install -m 640 -o root -g accesskiosk "$bundle/deploy/appsettings.json" "$etc/appsettings.json"
if [[ ! -e $etc/master.key ]]; then
  # A store that is there has its key elsewhere: a new one would not open it.
  [[ ! -e $state/kiosk.db ]] || fail "$etc/master.key is missing while $state/kiosk.db exists: put the key back first"
  (umask 077 && od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >"$etc/master.key" && echo >>"$etc/master.key")
  chmod 400 "$etc/master.key"
fi

place_release "$bundle"
point current "$opt/releases/$version"
place_units
if has_systemd; then
  systemctl enable --quiet "${enabled[@]}"
  began=$(date '+%F %T')
  if ((start)); then systemctl restart "${enabled[@]}"; fi
fi
say "AccessKiosk $version is installed. Next:"
say "  1. $etc/appsettings.json: camera, GPIO lines, the door (docs/install.md, wiring in docs/wiring); then systemctl restart accesskiosk"
say "  2. kiosk doctor: says what is missing and where to plug it in"
say "  3. copy $etc/master.key to a safe place away from this box: without it no backup can be read"
link=''
if has_systemd && ((start)); then link=$(setup_link "$began") || true; fi
say_addresses "$link"
