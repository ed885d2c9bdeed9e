# shellcheck shell=bash
# shellcheck disable=SC2154
# A bare Debian to install into: a chroot that forgets everything afterwards. Sourced, not run.
deploy=$root/artifacts/deploy
# Two runs of different names do not meet.
work=$deploy/${box_name:-work}
box=$work/box

say() { printf 'deploy %4d s: %s\n' "$SECONDS" "$*" >&2; }
stop() { say "$1"; echo "0 passed, 1 failed, 0 skipped"; exit 1; }

# The bare system is made once; each run works on a layer above it.
open_box() {
  mkdir -p "$deploy"
  if [[ ! -e $deploy/base/.made ]]; then
    say "making a bare Debian (two minutes, once)"
    rm -rf "$deploy/base"
    # shellcheck disable=SC1091
    debootstrap --variant=minbase --include=systemd-sysv,udev,dbus,kmod "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$deploy/base" \
      "${ACCESSKIOSK_DEBIAN:-http://deb.debian.org/debian}" >"$deploy/debootstrap.log" 2>&1 || stop "debootstrap failed: $(tail -1 "$deploy/debootstrap.log")"
    touch "$deploy/base/.made"
  fi
  close_box
  mkdir -p "$work"/{upper,layer,box}
  mount -t overlay overlay -o "lowerdir=$deploy/base,upperdir=$work/upper,workdir=$work/layer" "$box" || stop "no overlay can be mounted here"
  mount -t proc proc "$box/proc"
  mount -t tmpfs tmpfs "$box/run"
  mount --bind /dev "$box/dev"
  # No network inside: what the bundle lacks is missing.
  rm -f "$box/etc/resolv.conf" "$box"/etc/apt/sources.list "$box"/etc/apt/sources.list.d/*
}

close_box() {
  local place
  for place in dev run proc ''; do
    if mountpoint -q "$box/$place"; then umount -l "$box/$place"; fi
  done
  rm -rf "$work"
}

in_box() { env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root chroot "$box" unshare --net "$@"; }

# Changes an unpacked bundle and packs it again, with sums that fit unless told otherwise.
repack() { # version, made, file, command...
  local version=$1 made=$2 file=$3 tree=$work/repack
  shift 3
  rm -rf "$tree"
  mkdir -p "$tree"
  cp -al "$work/v1/accesskiosk" "$tree/"
  (
    cd "$tree/accesskiosk" || exit
    sed "s/^version=.*/version=$version/; s/^made=.*/made=$made/" BUNDLE >BUNDLE.new
    mv BUNDLE.new BUNDLE
    "$@"
    find . -type f ! -name SHA256SUMS -printf '%P\0' | sort -z | xargs -0 sha256sum >../sums
    rm SHA256SUMS
    mv ../sums SHA256SUMS
  )
  tar -C "$tree" --owner=0 --group=0 -c accesskiosk | gzip -1 >"$file"
}
break_model() { head -c 1000000 models/face-mesh.onnx >part.onnx && mv part.onnx models/face-mesh.onnx; }
break_rules() { rm deploy/udev/60-accesskiosk.rules; }
break_program() { printf 'no program' >broken && mv broken program/AccessKiosk.Kiosk.dll; }

sign() { # key, file
  printf 'sha256=%s\n' "$(sha256sum "$2" | cut -d' ' -f1)" >"$2.manifest"
  openssl pkeyutl -sign -inkey "$1" -rawin -in "$2.manifest" -out "$2.manifest.sig"
}

# Version 1.0 with its Debian packages and what is made of it, in the box's /root.
make_bundles() {
  local own=$work/own.pem foreign=$work/foreign.pem
  openssl genpkey -algorithm ed25519 -out "$own" 2>/dev/null
  openssl genpkey -algorithm ed25519 -out "$foreign" 2>/dev/null
  openssl pkey -in "$own" -pubout -out "$work/update-key.pub"
  say "making bundles"
  "$root/deploy/bundle.sh" "$box/root/v1.tar.gz" --version 1.0 --with-packages --sign "$own" || stop "the bundle could not be made"
  mkdir -p "$work/v1" "$box/root"/{v2,damaged,foreign}
  tar -xzf "$box/root/v1.tar.gz" -C "$work/v1"
  repack 2.0 2099-01-01T00:00:00Z "$box/root/v2.tar.gz" true
  repack 3.0-broken 2099-01-01T00:00:00Z "$box/root/broken.tar.gz" break_model
  repack 3.0-dead 2099-01-01T00:00:00Z "$box/root/dead.tar.gz" break_program
  repack 3.0-cut 2099-01-01T00:00:00Z "$box/root/cut.tar.gz" break_rules
  sign "$own" "$box/root/v2.tar.gz"
  cp "$box/root/v2.tar.gz" "$box/root/forged.tar.gz"
  sign "$foreign" "$box/root/forged.tar.gz"
  cp "$box/root/broken.tar.gz" "$box/root/swapped.tar.gz"
  for part in manifest manifest.sig; do cp "$box/root/v2.tar.gz.$part" "$box/root/swapped.tar.gz.$part"; done
  cp -r "$work/v1" "$box/root/v1"
  tar -xzf "$box/root/v2.tar.gz" -C "$box/root/v2"
  cp -r "$work/v1/accesskiosk" "$box/root/damaged/"
  printf x >>"$box/root/damaged/accesskiosk/program/AccessKiosk.Kiosk.dll"
  cp -r "$work/v1/accesskiosk" "$box/root/foreign/"
  sed -i 's/^system=.*/system=ubuntu 22.04 aarch64/' "$box/root/foreign/accesskiosk/BUNDLE"
  cp "$root/artifacts/packages/@vladmandic/face-api/demo/sample2.jpg" "$box/srv/portrait.jpg"
  rm -rf "$work/repack"
}
