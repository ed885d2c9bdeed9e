# shellcheck shell=bash
# shellcheck disable=SC2034
# What install, upgrade and uninstall share. Sourced, not run.
opt=/opt/accesskiosk
etc=/etc/accesskiosk
state=/var/lib/accesskiosk
backups=/var/backups/accesskiosk
# Not in /tmp, where another user could lay a link under its name.
packages_log=/var/log/accesskiosk-packages.log
units=(accesskiosk.service accesskiosk-guard.service accesskiosk-backup.service accesskiosk-backup.timer accesskiosk-display.service)
enabled=(accesskiosk-guard.service accesskiosk.service accesskiosk-backup.timer)

say() { printf '%s\n' "$*"; }
fail() { printf '%s: %s\n' "${0##*/}" "$1" >&2; exit "${2:-1}"; }

require_root() { ((EUID == 0)) || fail "run this as root (sudo $0)"; }

# systemd is running here; not so in a chroot or an image that is being made.
has_systemd() { [[ -d /run/systemd/system ]]; }

# Refuses a bundle that is damaged, or made for another system: its native libraries would not load.
check_bundle() { # folder
  local folder=$1 wanted here
  [[ -r $folder/BUNDLE ]] || fail "$folder is no AccessKiosk bundle (./kiosk bundle FILE makes one)"
  wanted=$(sed -n 's/^system=//p' "$folder/BUNDLE")
  # shellcheck disable=SC1091
  here=$(. /etc/os-release && echo "$ID $VERSION_ID $(uname -m)")
  [[ $wanted == "$here" ]] || fail "this bundle was made for $wanted; this is $here: make one on such a machine"
  (cd "$folder" && sha256sum --quiet --strict -c SHA256SUMS) || fail "the bundle is damaged: copy it again"
}

# Refuses what would take the disk's reserve for events: a tenth, 16 to 256 MB, as the program keeps it.
check_room() { # folder, bytes, what takes them
  local size free reserve
  read -r size free < <(df -B1 --output=size,avail "$1" | tail -n 1)
  reserve=$((size / 10))
  ((reserve >= 16777216)) || reserve=16777216
  ((reserve <= 268435456)) || reserve=268435456
  ((reserve <= size / 4)) || reserve=$((size / 4))
  (($2 <= free - reserve)) ||
    fail "$3 takes $(($2 / 1048576 + 1)) MB at $1, where $(((free > reserve ? free - reserve : 0) / 1048576)) MB can be had and $((reserve / 1048576)) MB are kept for events: remove older backups in $backups, or other files. Nothing was changed"
}

# Copies a file that somebody else may exchange at any moment for a pipe, a device or one that grows: no more than was asked
# for, never waiting for a writer, and not for ever.
take() { # file, copy, most bytes
  [[ -f $1 && -r $1 ]] || return 1
  # Exchanged in between, a pipe that is opened so is empty, and of a device no more is read than of the file.
  timeout --kill-after=5 "${take_seconds:-600}" dd if="$1" of="$2" bs=1M count=$(($3 + 1)) iflag=nonblock,count_bytes,fullblock status=none &&
    [[ -s $2 ]] && (($(stat -c %s -- "$2") <= $3))
}

version_of() { sed -n 's/^version=//p' "$1/BUNDLE"; }

# Installs the Debian packages that are missing: from the bundle where it carries them, else from the network.
install_packages() { # bundle
  local bundle=$1 package missing=() files=()
  while read -r package; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
  done <"$bundle/packages"
  ((${#missing[@]})) || return 0
  say "installing ${#missing[@]} Debian packages: ${missing[*]}"
  if [[ -d $bundle/debs ]]; then
    # Only those that are absent: what the system has newer stays.
    for deb in "$bundle"/debs/*.deb; do
      package=$(dpkg-deb -f "$deb" Package)
      [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || files+=("$deb")
    done
    DEBIAN_FRONTEND=noninteractive dpkg -i "${files[@]}" >"$packages_log" 2>&1 ||
      fail "dpkg could not install the bundle's packages: $(grep -m1 -iE 'error|depends' "$packages_log") (all of it: $packages_log)"
  else
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } >"$packages_log" 2>&1 ||
      fail "apt could not install them: $(grep -m1 '^E:' "$packages_log"); for a box without network make the bundle with --with-packages"
  fi
}

# Copies a checked bundle to its own folder under releases/, complete or not at all.
place_release() { # bundle
  local bundle=$1 version target part
  version=$(version_of "$bundle")
  target=$opt/releases/$version part=$target.part
  rm -rf "$part"
  mkdir -p "$opt/releases"
  cp -a "$bundle/program" "$part"
  cp -a "$bundle/models" "$bundle/dotnet" "$bundle/deploy" "$bundle/docs" "$bundle/BUNDLE" "$bundle/packages" "$part/"
  # The program reads its settings beside itself.
  ln -sfn "$etc/appsettings.json" "$part/appsettings.json"
  chown -R root:root "$part"
  chmod -R u=rwX,go=rX "$part"
  rm -rf "$target"
  mv "$part" "$target"
}

# Points a name at a release in one step.
point() { # name, release folder
  ln -sfn "$2" "$opt/$1.new"
  mv -T "$opt/$1.new" "$opt/$1"
}

# Puts the release's own units and rules in place.
place_units() {
  local deploy=$opt/current/deploy unit
  # An older release may lack one.
  for unit in "${units[@]}"; do
    if [[ -e $deploy/systemd/$unit ]]; then install -m 644 "$deploy/systemd/$unit" "/etc/systemd/system/$unit"; fi
  done
  install -m 644 "$deploy/systemd/journald.conf" /etc/systemd/journald@accesskiosk.conf
  install -D -m 644 "$deploy/udev/60-accesskiosk.rules" /etc/udev/rules.d/60-accesskiosk.rules
  if (($(systemctl --version 2>/dev/null | sed -nE '1s/^systemd ([0-9]+).*/\1/p') >= 254)); then
    install -D -m 644 "$deploy/systemd/restart-steps.conf" /etc/systemd/system/accesskiosk.service.d/restart-steps.conf
  fi
  ln -sfn "$opt/current/deploy/kiosk" /usr/local/bin/kiosk
  if has_systemd; then
    systemctl daemon-reload
    udevadm control --reload && udevadm trigger --subsystem-match=gpio --subsystem-match=video4linux --subsystem-match=hidraw --subsystem-match=tty
  fi
}

# systemctl where there is a systemd; elsewhere nothing runs that could be started or stopped.
service() { if has_systemd; then systemctl "$@"; fi; }

# The doctor's failing checks, one a line, sorted.
doctor_failures() {
  # It exits 1 when a check fails: that is an answer here.
  { "$opt/current/deploy/kiosk" doctor --json 2>/dev/null || true; } | sed -nE 's/^\{"check":"([^"]*)","status":"fail".*/\1/p' | sort
}

# The link that makes the first admin, once the service that was started has told it. Fails where there is an admin already.
setup_link() { # since
  local try link told
  for ((try = 0; try < ${setup_tries:-30}; try++)); do
    told=$(journalctl --namespace=accesskiosk --unit=accesskiosk.service --since="$1" --output=cat --no-pager 2>/dev/null) || true
    link=$(sed -n 's/^First start: make yourself the admin at //p' <<<"$told" | tail -1)
    if [[ -n $link ]]; then say "$link"; return 0; fi
    # The pages are told of before; after them nothing follows where there is an admin.
    grep -q '^Screen: ' <<<"$told" && ((try > 1)) && return 1
    sleep 1
  done
  return 1
}

# Where the staff pages are, from any machine of the network, with a QR code.
say_addresses() { # setup link, or nothing
  say ""
  say "Staff pages (the browser asks once whether to trust the kiosk's own certificate; kiosk doctor shows its fingerprint):"
  if [[ -n $1 ]]; then
    "$opt/current/deploy/kiosk" addresses --link "$1" || true
    say "The code is this link, which makes you the admin, once: $1"
  else
    "$opt/current/deploy/kiosk" addresses || true
    say "As long as there is no admin, journalctl --namespace=accesskiosk shows the link that makes you one."
  fi
}
