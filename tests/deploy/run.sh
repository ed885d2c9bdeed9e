#!/usr/bin/env bash
# ./kiosk test --deploy: installs, upgrades, rolls back and removes AccessKiosk in a bare Debian (debootstrap), without
# network, from real bundles. What needs a running systemd is tested by ./kiosk test --vm.
# shellcheck disable=SC1091,SC2154
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
. "$here/box.sh"
((EUID == 0)) || stop "a chroot wants root: run it as root"
trap close_box EXIT
open_box

passed=0 failed=0
# check NAME COMMAND...: one test. Its output is shown when it fails.
check() {
  local name=$1 log=$work/check.log
  shift
  if "$@" >"$log" 2>&1; then
    passed=$((passed + 1))
    say "ok   $name"
  else
    failed=$((failed + 1))
    say "FAIL $name"
    sed 's/^/     /' "$log" | tail -20 >&2
  fi
}
refuses() { # expected words, command...
  local words=$1 output
  shift
  if output=$("$@" 2>&1); then echo "it was not refused: $output"; return 1; fi
  grep -qF -- "$words" <<<"$output" || { echo "it does not say '$words': $output"; return 1; }
}
says() { # expected words, command...
  local words=$1 output
  shift
  output=$("$@" 2>&1) || { echo "exit $?: $output"; return 1; }
  grep -qF -- "$words" <<<"$output" || { echo "it does not say '$words': $output"; return 1; }
}
mode_is() { says "$2" in_box stat -c '%a %U:%G' "$1"; }
absent() { local path; for path in "$@"; do [[ ! -e $box$path ]] || { echo "$path is still there"; return 1; }; done; }
version_is() { [[ $(readlink "$box/opt/accesskiosk/current") == "/opt/accesskiosk/releases/$1" ]] || { readlink "$box/opt/accesskiosk/current"; return 1; }; }
exposure() { # unit, most allowed
  local line
  line=$(systemd-analyze security --offline=true "$root/deploy/systemd/$1" 2>/dev/null | tail -1)
  echo "${line#→ }" >>"$work/exposures"
  awk -v most="$2" '{ for (i = 1; i < NF; i++) if ($i ~ /service:$/) found = $(i + 1) } END { exit !(found != "" && found <= most) }' <<<"$line"
}
people() { in_box kiosk people list; }

make_bundles

say "installing without a network"
check "a damaged bundle is refused and changes nothing" refuses "the bundle is damaged" in_box /root/damaged/accesskiosk/install.sh
check "a bundle of another system is refused" refuses "this bundle was made for ubuntu 22.04" in_box /root/foreign/accesskiosk/install.sh
check "nothing was installed so far" absent /opt/accesskiosk /etc/accesskiosk
check "install" says "AccessKiosk 1.0 is installed" in_box /root/v1/accesskiosk/install.sh
check "installing again repairs and says the same" says "AccessKiosk 1.0 is installed" in_box /root/v1/accesskiosk/install.sh
check "another version is not installed over it" refuses "use /opt/accesskiosk/current/deploy/upgrade.sh" in_box /root/v2/accesskiosk/install.sh
check "the service's users have no shell" in_box sh -c 'getent passwd accesskiosk accesskiosk-guard accesskiosk-display | grep -c nologin | grep -qx 3'
check "the service's user reaches cameras and GPIO" in_box sh -c 'id -nG accesskiosk | grep -w video | grep -qw gpio'
check "the master key is root's alone" mode_is /etc/accesskiosk/master.key 400\ root:root
check "the store's folder is the service's alone" mode_is /var/lib/accesskiosk 700\ accesskiosk:accesskiosk
check "the settings are not writable by the service" mode_is /etc/accesskiosk/appsettings.json 640\ root:accesskiosk
check "the program is root's" mode_is /opt/accesskiosk/releases/1.0/AccessKiosk.Kiosk.dll 644\ root:root
check "the units and what they start are there" in_box systemd-analyze verify accesskiosk.service accesskiosk-guard.service accesskiosk-backup.service accesskiosk-backup.timer
check "the udev rules are there" test -s "$box/etc/udev/rules.d/60-accesskiosk.rules"
check "the kiosk's exposure is at most 3.0" exposure accesskiosk.service 3.0
check "the guard's exposure is at most 2.0" exposure accesskiosk-guard.service 2.0
check "the backup's exposure is at most 2.0" exposure accesskiosk-backup.service 2.0

sed 's/^/     /' "$work/exposures" >&2
say "working as installed"
check "doctor finds models and runtime well, and no camera" sh -c "$(declare -f in_box); box='$box'; in_box kiosk doctor --json | tee /dev/stderr | grep -q '\"check\":\"camera\",\"status\":\"fail\"' && [ \$(in_box kiosk doctor --json | grep -c '\"status\":\"fail\"') = 1 ]"
check "a person is enrolled" says "Ada Test" in_box kiosk enrol "Ada Test" --from /srv/portrait.jpg --consent-text 1 --consent-by test
check "the store used the credential: no second key was made" absent /var/lib/accesskiosk/keys/master.key
check "the key does not stay behind" sh -c "! ls '$box'/run/accesskiosk-key.* 2>/dev/null"
check "the person is found again" says "Ada Test" people
check "the addresses for other machines are printed, with HTTPS" says ":8443/home" in_box kiosk addresses
check "the configuration reference has its comments" in_box sh -c 'kiosk config reference | diff - /root/v1/accesskiosk/docs/configuration.md'
check "a settings fault is told with its key" refuses "Camera:Sauce is not known" in_box env ACCESSKIOSK__Camera__Sauce=1 kiosk people list
check "without root the command says how" refuses "run this as root" in_box setpriv --reuid nobody --clear-groups kiosk people list
check "the guard is told the relay's line" says "gpiochip0:17=low" in_box env ACCESSKIOSK__Gpio__Driver=Libgpiod ACCESSKIOSK__Gpio__Lines__relay__Chip=gpiochip0 ACCESSKIOSK__Gpio__Lines__relay__Offset=17 kiosk doors lines
# As its unit runs it: the service's user, the key as a credential.
backup() {
  in_box install -D -m 400 -o accesskiosk /etc/accesskiosk/master.key /run/key/accesskiosk-master-key
  for _ in 1 2 3; do
    in_box setpriv --reuid accesskiosk --regid accesskiosk --init-groups env CREDENTIALS_DIRECTORY=/run/key ACCESSKIOSK_BACKUPS=2 HOME=/var/lib/accesskiosk \
      DOTNET_ROOT=/opt/accesskiosk/current/dotnet /opt/accesskiosk/current/deploy/backup.sh /var/backups/accesskiosk || return 1
    sleep 1.1
  done
  [[ $(find "$box/var/backups/accesskiosk" -name 'kiosk-*.db' | wc -l) == 2 ]]
}
check "the nightly backup keeps the newest two" backup

# The image of the Dockerfile. Its base is the bare Debian of this test: no registry is asked.
images() { buildah --root "$work/images" --runroot "$work/images-run" --storage-driver vfs "$@"; }
build_image() {
  local container
  export BUILDAH_ISOLATION=chroot
  container=$(images from scratch) && images add --quiet "$container" "$deploy/base" / && images commit --quiet "$container" localhost/bare-debian &&
    images bud --quiet --build-arg BASE=localhost/bare-debian --tag localhost/accesskiosk --file "$work/v1/accesskiosk/deploy/Dockerfile" "$work/v1/accesskiosk"
}
in_container() { BUILDAH_ISOLATION=chroot images run "$(images from localhost/accesskiosk)" -- "$@"; }
say "as a container"
check "the image is built from the bundle" build_image
check "the program runs in it and keeps its store in the volume" \
  in_container sh -c '/opt/accesskiosk/AccessKiosk.Kiosk people add "Ada Test" --by test && test -s /var/lib/accesskiosk/kiosk.db'

say "upgrading"
check "an upgrade that is not there is refused" refuses "cannot be read" in_box /opt/accesskiosk/current/deploy/upgrade.sh /root/none.tar.gz
check "a version whose models are broken is rolled back" refuses "doctor now fails: model face-mesh" in_box /opt/accesskiosk/current/deploy/upgrade.sh /root/broken.tar.gz
check "the old version is in place again" version_is 1.0
check "the broken one is gone" absent /opt/accesskiosk/releases/3.0-broken
check "the people are still there" says "Ada Test" people
check "a version that does not run is rolled back" refuses "it does not run" in_box /opt/accesskiosk/current/deploy/upgrade.sh /root/dead.tar.gz
check "and the old one works" says "Ada Test" people
check "an upgrade that breaks off after the stop goes back" refuses "going back to 1.0: it was interrupted" in_box /opt/accesskiosk/current/deploy/upgrade.sh /root/cut.tar.gz
check "its half of a release is gone and the old one in place" sh -c "! ls -d '$box'/opt/accesskiosk/releases/3.0-cut '$box'/opt/accesskiosk/upgrade.* 2>/dev/null && [ \"\$(readlink '$box/opt/accesskiosk/current')\" = /opt/accesskiosk/releases/1.0 ]"
cp "$work/update-key.pub" "$box/etc/accesskiosk/update-key.pem"
check "where updates must be signed, an unsigned one is refused" refuses "updates must be signed here" in_box /opt/accesskiosk/current/deploy/upgrade.sh /root/broken.tar.gz
check "a foreign signature is refused" refuses "does not fit" in_box /opt/accesskiosk/current/deploy/upgrade.sh /root/forged.tar.gz
check "a file that was exchanged after signing is refused" refuses "is not the file that" in_box /opt/accesskiosk/current/deploy/upgrade.sh /root/swapped.tar.gz
check "a signed upgrade is taken" says "AccessKiosk 2.0 is installed; 1.0 is kept" in_box /opt/accesskiosk/current/deploy/upgrade.sh /root/v2.tar.gz
check "the new version is in place" version_is 2.0
check "the people came along" says "Ada Test" people
check "the database before is kept" test -s "$box/var/backups/accesskiosk/before-2.0.db"
check "the same version again is refused" refuses "is installed already" in_box /opt/accesskiosk/current/deploy/upgrade.sh --unsigned /root/v2.tar.gz
check "an older one is refused" refuses "an old hole may come back" in_box /opt/accesskiosk/current/deploy/upgrade.sh --unsigned /root/v1.tar.gz

say "removing"
check "uninstall keeps the data" says "Its data stays" in_box /opt/accesskiosk/current/deploy/uninstall.sh
check "program, units and rules are gone" absent /opt/accesskiosk /etc/systemd/system/accesskiosk.service /etc/systemd/system/accesskiosk-guard.service /etc/udev/rules.d/60-accesskiosk.rules /usr/local/bin/kiosk
check "the data is there" test -s "$box/var/lib/accesskiosk/kiosk.db" -a -s "$box/etc/accesskiosk/master.key"
check "installing again finds the people" in_box sh -c '/root/v2/accesskiosk/install.sh >/dev/null && kiosk people list | grep -q "Ada Test"'
check "a lost key is told, not replaced" in_box sh -c 'mv /etc/accesskiosk/master.key /root/kept.key; ! /root/v2/accesskiosk/install.sh 2>/root/said; mv /root/kept.key /etc/accesskiosk/master.key; grep -q "put the key back first" /root/said'
check "purge removes everything" in_box /root/v2/accesskiosk/deploy/uninstall.sh --purge
check "nothing is left" absent /opt/accesskiosk /etc/accesskiosk /var/lib/accesskiosk /var/backups/accesskiosk /var/cache/accesskiosk
check "the users are gone" in_box sh -c '! getent passwd | grep accesskiosk'

echo "$passed passed, $failed failed, 0 skipped"
((failed == 0))
