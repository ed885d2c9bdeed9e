#!/bin/bash
# One file for a box without network: ./kiosk bundle FILE.tar.gz [--version V] [--with-packages] [--gpu] [--sign KEY.pem]
# In it: the program, its native libraries and models, the .NET runtime, install, upgrade and uninstall scripts, guides.
# --with-packages adds the Debian packages that the box may lack. --gpu adds ONNX Runtime with CUDA and TensorRT.
# --sign writes FILE.tar.gz.manifest and .manifest.sig
# (Ed25519: openssl genpkey -algorithm ed25519 -out KEY.pem); the box checks them against /etc/accesskiosk/update-key.pem.
# It is made for the system that it is made on: same Debian or Ubuntu release, same processor.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
work=$root/artifacts/bundle
fail() { printf 'bundle: %s\n' "$1" >&2; exit "${2:-1}"; }
say() { printf '%s\n' "$*" >&2; }

file='' version='' packages=0 gpu=0 key=''
while (($#)); do
  case $1 in
    --version) version=${2:?--version V}; shift ;;
    --with-packages) packages=1 ;;
    --gpu) gpu=1 ;;
    --sign) key=${2:?--sign KEY.pem}; shift ;;
    --help | -h) sed -n '2,7s/^# //p' "$0"; exit 0 ;;
    -*) fail "no such option: $1 (--help lists them)" 2 ;;
    *) file=$1 ;;
  esac
  shift
done
[[ -n $file ]] || fail "name the file to write: ./kiosk bundle accesskiosk.tar.gz" 2
[[ -z $key || -r $key ]] || fail "$key cannot be read" 2
[[ $version =~ ^[A-Za-z0-9.+~-]*$ ]] || fail "a version is letters, digits and .+~-, not '$version'" 2
if [[ -z $version ]]; then
  product=$(sed -nE 's|.*<Version>(.+)</Version>.*|\1|p' "$root/Directory.Build.props")
  version=$product+$(date -u +%Y%m%d).$(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo local)
fi

say "taking the program"
rm -rf "$work"
mkdir -p "$work/accesskiosk"
tree=$work/accesskiosk
cp -a "$root/artifacts/bin/Kiosk/release" "$tree/program"
# The XML comments stay: kiosk config reference is made from them.
rm -f "$tree/program/appsettings.json" "$tree/program"/*.pdb
if ((gpu)); then
  say "adding ONNX Runtime for GPUs"
  "$root/deploy/gpu/fetch.sh" "$tree/program/gpu" >/dev/null
fi
cp -r "$root/artifacts/models" "$tree/models"
cp -r "$root/deploy" "$root/docs" "$tree/"
cp "$root/deploy/install.sh" "$root/LICENSE" "$root/THIRD-PARTY.md" "$tree/"

say "adding the .NET runtime"
# dotnet on the path may be a link or a script: it is asked where its runtimes lie.
dotnet=$(dotnet --list-runtimes | sed -n 's|^Microsoft\.NETCore\.App 10\..*\[\(.*\)/shared/.*|\1|p' | tail -1)
[[ -x $dotnet/dotnet ]] || fail "no .NET 10 runtime is installed"
newest() { find "$1" -mindepth 1 -maxdepth 1 -name '10.*' | sort -V | tail -1; }
for part in host/fxr shared/Microsoft.NETCore.App shared/Microsoft.AspNetCore.App; do
  mkdir -p "$tree/dotnet/$part"
  cp -r "$(newest "$dotnet/$part")" "$tree/dotnet/$part/"
done
cp "$dotnet/dotnet" "$tree/dotnet/"

# The Debian packages that the native libraries were linked to here, those that .NET opens by itself, and the programs that read cameras.
linked() {
  local library
  objdump -p "$tree/program/libaccesskiosk_cv.so" "$tree/program/libonnxruntime.so" "$tree/dotnet/dotnet" | awk '$1 == "NEEDED" { print $2 }' | sort -u |
    while read -r library; do ldconfig -p | awk -v l="$library" '$1 == l && !seen++ { print $NF }'; done |
    while read -r library; do dpkg -S "$library" 2>/dev/null || dpkg -S "${library#/lib/}" 2>/dev/null || dpkg -S "/usr$library" 2>/dev/null || true; done | cut -d: -f1
}
{
  linked
  dpkg-query -W -f '${Package} ${db:Status-Status}\n' 'libicu[0-9]*' 'libssl[0-9]*' 'libgpiod[0-9]*' ffmpeg gstreamer1.0-tools gstreamer1.0-plugins-base openssl 2>/dev/null | awk '$2 == "installed" { print $1 }'
} | sort -u >"$tree/packages"

if ((packages)); then
  say "fetching the Debian packages"
  # As if nothing were installed: the whole closure, since nobody knows what the box has. Kept for the next bundle.
  debs=$root/artifacts/debs
  mkdir -p "$debs/partial"
  mapfile -t wanted <"$tree/packages"
  apt=(apt-get install --yes --no-install-recommends -o Dir::State::status=/dev/null -o Dir::Cache::archives="$debs" -o APT::Sandbox::User=root)
  "${apt[@]}" --download-only "${wanted[@]}" >"$root/artifacts/bundle-packages.log" 2>&1 ||
    fail "fetching packages failed: $(grep -m1 '^E:' "$root/artifacts/bundle-packages.log")"
  mkdir "$tree/debs"
  # Only today's versions: older ones may lie beside them.
  "${apt[@]}" --print-uris "${wanted[@]}" -o Dir::Cache::archives=/nonexistent/ 2>/dev/null | awk '/^.http|^.file|^.mirror/ { print $2 }' |
    while read -r deb; do cp "$debs/$deb" "$tree/debs/"; done
fi

made=$(date -u +%Y-%m-%dT%H:%M:%SZ)
# shellcheck disable=SC1091
system=$(. /etc/os-release && echo "$ID $VERSION_ID $(uname -m)")
printf 'version=%s\nmade=%s\nsystem=%s\n' "$version" "$made" "$system" >"$tree/BUNDLE"
chmod -R u=rwX,go=rX "$tree"
(cd "$tree" && find . -type f -printf '%P\0' | sort -z | xargs -0 sha256sum >"$work/sums" && mv "$work/sums" SHA256SUMS)
say "packing"
tar --sort=name --owner=0 --group=0 --numeric-owner -C "$work" -c accesskiosk | gzip -6 >"$file.part"
mv "$file.part" "$file"
rm -rf "$work"
if [[ -n $key ]]; then
  printf 'version=%s\nmade=%s\nsystem=%s\nsha256=%s\n' "$version" "$made" "$system" "$(sha256sum "$file" | cut -d' ' -f1)" >"$file.manifest"
  openssl pkeyutl -sign -inkey "$key" -rawin -in "$file.manifest" -out "$file.manifest.sig" || fail "signing failed: is $key an Ed25519 key?"
fi
echo "$file: AccessKiosk $version for $system, $(du -h "$file" | cut -f1)${key:+, signed}"
