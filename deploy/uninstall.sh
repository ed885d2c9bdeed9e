#!/bin/bash
# Removes AccessKiosk: sudo uninstall.sh [--purge]
# People, events, keys, settings and backups stay unless --purge is given: then everything goes, and nothing brings it back.
set -euo pipefail
# shellcheck source=deploy/common.sh
. "$(dirname "$(readlink -f "$0")")/common.sh"
purge=0
for argument in "$@"; do
  case $argument in
    --purge) purge=1 ;;
    --help | -h) sed -n '2,3s/^# //p' "$0"; exit 0 ;;
    *) fail "no such option: $argument (--purge, --help)" 2 ;;
  esac
done
require_root
if has_systemd; then
  # The doors are locked by the unit's own stop command.
  systemctl disable --now --quiet "${units[@]}" 2>/dev/null || true
fi
for unit in "${units[@]}"; do rm -f "/etc/systemd/system/$unit"; done
rm -rf /etc/systemd/system/accesskiosk.service.d/restart-steps.conf /etc/systemd/journald@accesskiosk.conf /etc/udev/rules.d/60-accesskiosk.rules
rmdir --ignore-fail-on-non-empty /etc/systemd/system/accesskiosk.service.d 2>/dev/null || true
if has_systemd; then systemctl daemon-reload; fi
rm -f /usr/local/bin/kiosk
rm -rf "$opt" /var/cache/accesskiosk
if ((purge)); then
  # The key first: what a disk cannot forget cannot be read either.
  if [[ -e $etc/master.key ]]; then shred -u "$etc/master.key"; fi
  rm -rf "$etc" "$state" "$backups" /var/lib/accesskiosk-display /var/log/journal/*.accesskiosk "$packages_log"
  for user in accesskiosk-guard accesskiosk-display accesskiosk; do
    if id "$user" >/dev/null 2>&1; then userdel "$user"; fi
  done
  say "AccessKiosk is removed with all its data. The Debian packages and the group gpio stay."
else
  say "AccessKiosk is removed. Its data stays: $state, $backups, $etc (with the master key). uninstall.sh --purge from a bundle removes them."
fi
