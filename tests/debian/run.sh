#!/usr/bin/env bash
# ./kiosk test --debian [RELEASE]: sets this checkout up in another Debian (trixie is 13), in a chroot made by debootstrap,
# runs there what depends on the system's libraries (OpenCV, libgpiod, FFmpeg): the tests of imaging, cameras and GPIO; then
# --deploy. The checkout is copied; .NET and the download caches are the host's.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
release=${1:-trixie}
box=$root/artifacts/debian/$release
say() { printf 'debian %4d s: %s\n' "$SECONDS" "$*" >&2; }
stop() { say "$1"; echo "0 passed, 1 failed, 0 skipped"; exit 1; }
((EUID == 0)) || stop "a chroot wants root: run it as root"

if [[ ! -e $box.made ]]; then
  say "making a bare Debian $release (two minutes, once)"
  rm -rf "$box"
  mkdir -p "$box"
  debootstrap --variant=minbase --include=ca-certificates "$release" "$box" "${ACCESSKIOSK_DEBIAN:-http://deb.debian.org/debian}" \
    >"$box.log" 2>&1 || stop "debootstrap failed: $(tail -1 "$box.log")"
  touch "$box.made"
fi

dotnet=$(dotnet --list-runtimes | sed -n 's|^Microsoft\.NETCore\.App 10\..*\[\(.*\)/shared/.*|\1|p' | tail -1)
places=(proc dev "$dotnet" "$HOME/.nuget" "${ACCESSKIOSK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/accesskiosk}")
leave() {
  local place
  for place in "${places[@]}"; do
    if mountpoint -q "$box/${place#/}"; then umount -l "$box/${place#/}"; fi
  done
}
trap leave EXIT
leave
for place in "${places[@]}"; do
  mkdir -p "/$place" "$box/${place#/}"
  mount --rbind "/${place#/}" "$box/${place#/}"
  # What is unmounted in the box stays mounted outside.
  mount --make-rslave "$box/${place#/}"
done
cp /etc/resolv.conf "$box/etc/resolv.conf"
ln -sfn "$dotnet/dotnet" "$box/usr/local/bin/dotnet"

in_box() {
  env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME="$HOME" DOTNET_ROOT="$dotnet" LANG=C.UTF-8 \
    chroot "$box" sh -c 'cd "$1" && shift && exec "$@"' sh "$root" "$@"
}

say "copying the checkout"
rm -rf "${box:?}$root"
mkdir -p "$box$root/artifacts"
tar -C "$root" --exclude=./artifacts --exclude=./.git -c . | tar -C "$box$root" -x
# Compiled code is the same on every system; what was linked to this one's OpenCV is made anew.
for part in bin obj packages models .built; do
  if [[ -e $root/artifacts/$part ]]; then cp -a "$root/artifacts/$part" "$box$root/artifacts/"; fi
done

say "setting it up"
log=$box.setup.log
in_box sh -c 'apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends nodejs procps && ./kiosk setup' >"$log" 2>&1 ||
  stop "setup failed: $(tail -1 "$log") (all of it: $log)"
say "$(in_box sh -c '. /etc/os-release; echo "$PRETTY_NAME, OpenCV $(pkg-config --modversion opencv4 2>/dev/null || dpkg-query -W -f "\${Version}" libopencv-core-dev), libgpiod $(dpkg-query -W -f "\${Version}" libgpiod-dev)"')"

passed=0 failed=0 skipped=0
# Adds a test program's own summary: "Total: 24, Errors: 0, Failed: 0, Skipped: 0, …"
tests() { # project, filter...
  local project=$1 log=$box.$1.log line
  shift
  say "running $project"
  in_box "artifacts/bin/$project/release/AccessKiosk.$project" -noColor "$@" >"$log" 2>&1 || true
  line=$(grep -E 'Total: [0-9]+, Errors: ' "$log" | tail -1)
  count() { grep -oP "$1: \K[0-9]+" <<<"$line" | head -1 || true; }
  local total bad skip
  total=$(count Total) bad=$(($(count Failed) + $(count Errors))) skip=$(count Skipped)
  if ((${total:-0} == 0)); then bad=1 total=1 skip=0; fi
  passed=$((passed + total - bad - skip)) failed=$((failed + bad)) skipped=$((skipped + skip))
  if ((bad)); then grep -A4 -F '[FAIL]' "$log" >&2 || tail -5 "$log" >&2; fi
}
tests Vision.Tests -namespace 'AccessKiosk.Vision.Tests.Imaging*'
tests Hardware.Tests -namespace 'AccessKiosk.Hardware.Tests.Cameras*' -namespace 'AccessKiosk.Hardware.Tests.Gpio*'

say "installing there from a bundle"
line=$(in_box ./kiosk test --deploy 2> >(tee "$box.deploy.log" >&2) | tail -1) || true
if [[ $line =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed,\ ([0-9]+)\ skipped$ ]]; then
  passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2])) skipped=$((skipped + BASH_REMATCH[3]))
else
  failed=$((failed + 1))
fi
echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0))
