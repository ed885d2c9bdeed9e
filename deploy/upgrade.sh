#!/bin/bash
# Upgrades AccessKiosk and keeps its data: sudo upgrade.sh BUNDLE.tar.gz [--allow-older] [--unsigned]
# Goes back to the version before when the new one does not start, when its doctor finds a failure that the old one's
# did not, or when it is interrupted. Where /etc/accesskiosk/update-key.pem exists, only bundles signed by it are taken
# (BUNDLE.tar.gz.manifest and .manifest.sig lie beside them); --unsigned lets an admin at the box override that.
set -euo pipefail
# shellcheck source=deploy/common.sh
. "$(dirname "$(readlink -f "$0")")/common.sh"
archive='' older=0 unsigned=0
for argument in "$@"; do
  case $argument in
    --allow-older) older=1 ;;
    --unsigned) unsigned=1 ;;
    --help | -h) sed -n '2,6s/^# //p' "$0"; exit 0 ;;
    -*) fail "no such option: $argument (--help lists them)" 2 ;;
    *) archive=$(readlink -f "$argument") ;;
  esac
done
[[ -n $archive ]] || fail "name the bundle: upgrade.sh BUNDLE.tar.gz" 2
[[ -f $archive && -r $archive ]] || fail "$archive cannot be read" 2
require_root
# Nothing here asks anybody: what would wait for an answer gets none.
exec </dev/null
[[ -e $opt/current ]] || fail "AccessKiosk is not installed: unpack the bundle and run its install.sh"
exec 9>/run/accesskiosk-upgrade.lock
flock -n 9 || fail "another upgrade is running"

size=$(stat -c %s -- "$archive")
check_room "$opt" "$size" "the bundle's copy"
# Verified and unpacked is a copy that only root can reach: whoever may write to the named file could swap it in between.
work=$(mktemp -d "$opt/upgrade.XXXXXX")
trap 'rm -rf "$work"' EXIT
install -d -m 700 "$work/taken" "$work/bundle"
taken=$work/taken/bundle.tar.gz
take "$archive" "$taken" "$size" || fail "$archive cannot be copied to $work: is the disk full, or is it still being written? Nothing was changed"

if [[ -e $etc/update-key.pem ]] && ((!unsigned)); then
  [[ -f $archive.manifest && -f $archive.manifest.sig ]] || fail "$archive.manifest and $archive.manifest.sig are required beside the bundle: updates must be signed here"
  for part in manifest manifest.sig; do
    take "$archive.$part" "$taken.$part" 65536 || fail "$archive.$part cannot be copied: it must be a file of at most 64 KB. Nothing was changed"
  done
  openssl pkeyutl -verify -pubin -inkey "$etc/update-key.pem" -rawin -in "$taken.manifest" -sigfile "$taken.manifest.sig" >/dev/null 2>&1 ||
    fail "the signature of $archive.manifest does not fit $etc/update-key.pem: nothing was changed"
  [[ $(sed -n 's/^sha256=//p' "$taken.manifest") == "$(sha256sum "$taken" | cut -d' ' -f1)" ]] || fail "$archive is not the file that $archive.manifest was signed for: nothing was changed"
fi

# Once as it is unpacked, once as it is placed.
check_room "$opt" $((2 * $(gzip -dc "$taken" 2>/dev/null | wc -c))) "version and bundle"
tar -xzf "$taken" -C "$work/bundle" --strip-components=1 --no-same-owner || fail "$archive cannot be unpacked: nothing was changed"
rm -rf "$work/taken"
bundle=$work/bundle
check_bundle "$bundle"
new=$(version_of "$bundle") old=$(version_of "$opt/current")
[[ $new != "$old" ]] || fail "version $new is installed already"
made() { sed -n 's/^made=//p' "$1/BUNDLE"; }
if ((!older)) && [[ $(made "$bundle") < $(made "$opt/current") ]]; then
  fail "version $new was made $(made "$bundle"), before the installed $old: an old hole may come back; --allow-older takes it all the same"
fi
install_packages "$bundle"
before=$(doctor_failures)

copy=''
if [[ -e $state/kiosk.db ]]; then
  copy=$backups/before-$new.db
  # The copy; and should it have to be put back, it once more and the database that a restore keeps.
  check_room "$state" $((3 * $(stat -c %s -- "$state/kiosk.db"))) "the way back"
  "$opt/current/deploy/kiosk" backup "$copy" --overwrite --by upgrade >/dev/null || fail "no backup could be made: nothing was changed"
fi
old_release=$(readlink "$opt/current")
place_release "$bundle"

roll_back() {
  # Whatever fails now, and whoever hangs up: the way back is gone to its end, also when nobody hears of it.
  trap '' HUP INT TERM PIPE
  trap - EXIT
  set +e
  say "going back to $old: $1"
  service stop accesskiosk.service || true
  point current "$old_release"
  place_units
  # The new version may have changed the database in a way that the old one refuses.
  if [[ -n $copy ]] && grep -qx store <<<"$(doctor_failures)"; then
    # Versions before 0.2 restore without asking, and do not know --yes.
    yes=()
    if grep -q -e --yes <<<"$("$opt/current/deploy/kiosk" restore --help 2>&1)"; then yes=(--yes); fi
    "$opt/current/deploy/kiosk" restore "$copy" "${yes[@]}" --by upgrade >/dev/null || say "the database could not be put back: kiosk restore $copy"
  fi
  service start "${enabled[@]}" || true
  rm -rf "$opt/releases/$new" "$work"
  fail "$new was not taken: $1; $old is in place again"
}

# However this ends from here on, by a step that fails or a session that drops: a kiosk runs afterwards.
trap 'roll_back "it was interrupted"' EXIT
trap 'exit 1' HUP INT TERM
service stop accesskiosk.service
point current "$opt/releases/$new"
place_units
# Also brings the database up to date, which doctor alone does not.
if has_systemd; then
  systemctl restart accesskiosk-guard.service
  systemctl start accesskiosk.service || roll_back "it does not start (journalctl --namespace=accesskiosk)"
fi
after=$(doctor_failures)
worse=$(comm -13 <(printf '%s\n' "$before") <(printf '%s\n' "$after") | paste -sd, -)
"$opt/current/deploy/kiosk" --version >/dev/null 2>&1 || roll_back "it does not run"
[[ -z $worse ]] || roll_back "doctor now fails: ${worse//,/, }"
service start "${enabled[@]}"
trap 'rm -rf "$work"' EXIT
trap - HUP INT TERM
point previous "$old_release"
# One way back is kept; older ones go.
for release in "$opt"/releases/*/; do
  release=${release%/}
  [[ $release == "$(readlink "$opt/current")" || $release == "$(readlink "$opt/previous")" ]] || rm -rf "$release"
done
say "AccessKiosk $new is installed; $old is kept at $opt/previous${copy:+, the database before at $copy}"
