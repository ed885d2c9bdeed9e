# shellcheck shell=bash
# shellcheck disable=SC2154
# A machine in software with Debian's own kernel, GPIO chips and a camera. Sourced, not run; $root and $here are set.
vm=$root/artifacts/vm

say() { printf 'vm: %s\n' "$*" >&2; }
fail() { say "$1"; echo "0 passed, 1 failed, 0 skipped"; exit 1; }
logged() { # name, command...
  local log=$vm/$1.log
  shift
  "$@" >"$log" 2>&1 || fail "this step failed: $(grep -m1 -iE '^E:|error' "$log" || tail -1 "$log") (all of it: $log)"
}

[[ $(uname -m) == x86_64 ]] || fail "the virtual machine is made for x86_64; this is $(uname -m)"
mkdir -p "$vm"
exec 9>"$vm/.lock"
flock -n 9 || { say "waiting for another virtual machine of this folder"; flock 9; }

# Which kernel Debian has today.
depends() { apt-cache depends --no-recommends --no-suggests "$1" 2>/dev/null | awk '/Depends:/ { print $2 }'; }
image=$(depends linux-image-amd64 | grep -m1 '^linux-image-') || fail "apt knows no linux-image-amd64: run apt-get update, on Debian"
version=${image#linux-image-}
series=$(cut -d. -f1,2 <<<"$version")
unpacked=$vm/$version
kernel=$unpacked/boot/vmlinuz-$version
modules=$unpacked/lib/modules/$version
headers=$unpacked/usr/src/linux-headers-$version

unpack() {
  local wanted=("$image" "linux-headers-$version" "linux-source-$series")
  mapfile -t -O ${#wanted[@]} wanted < <(depends "linux-headers-$version" | grep -E '^linux-(headers|kbuild|compiler)-')
  say "fetching and unpacking the kernel's packages (250 MB once): ${wanted[*]}"
  rm -rf "$unpacked" "$vm/debs"
  mkdir -p "$vm/debs"
  # apt drops its privileges to a user who may not write here: the folder is opened to it.
  chmod a+rwx "$vm/debs"
  (cd "$vm/debs" && logged download apt-get download "${wanted[@]}")
  for deb in "$vm/debs"/*.deb; do logged unpack dpkg -x "$deb" "$unpacked"; done
  rm -rf "$vm/debs"
  # The header package expects to lie in /usr/src.
  sed -i "s|/usr/src/|$unpacked/usr/src/|" "$headers/Makefile"
  touch "$unpacked/.unpacked"
}

# libgpiod 2 comes with the Debian after this one: taken from there and only unpacked, into a folder of its own.
unpack_libgpiod() {
  local apt=$vm/apt
  say "fetching libgpiod 2 from Debian 13"
  rm -rf "$apt" "$vm/libgpiod3"
  mkdir -p "$apt"/{state/lists/partial,cache/archives/partial}
  touch "$apt/status"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${ACCESSKIOSK_DEBIAN:-http://deb.debian.org/debian} trixie main" >"$apt/sources.list"
  local options=(-o Dir::Etc::SourceList="$apt/sources.list" -o Dir::Etc::SourceParts=/dev/null -o Dir::State="$apt/state"
    -o Dir::State::status="$apt/status" -o Dir::Cache="$apt/cache" -o APT::Sandbox::User=root)
  logged libgpiod-list apt-get "${options[@]}" update
  (cd "$apt" && logged libgpiod-download apt-get "${options[@]}" download libgpiod3)
  logged libgpiod-unpack dpkg -x "$apt"/libgpiod3_*.deb "$vm/libgpiod3"
  rm -rf "$apt"
}

build_modules() {
  local build=$unpacked/modules source=linux-source-$series
  say "building gpio-sim and gpio-pca953x out of tree"
  rm -rf "$build"
  mkdir -p "$build"
  logged source tar -xf "$unpacked/usr/src/$source.tar.xz" -C "$build" --strip-components=3 --wildcards \
    "$source/drivers/gpio/gpio-sim.c" "$source/drivers/gpio/gpio-pca953x.c" "$source/drivers/gpio/gpiolib.h" "$source/kernel/irq/irq_sim.c"
  # irq_to_desc is not exported to modules; the same descriptor can be had another way.
  sed -i 's/irq_to_desc(irqnum)/irq_data_to_desc(irq_get_irq_data(irqnum))/' "$build/irq_sim.c"
  printf '%s\n' '#include <linux/module.h>' 'MODULE_LICENSE("GPL");' >>"$build/irq_sim.c"
  cp "$here/Makefile" "$build/"
  logged modules make -C "$headers" M="$build" modules
  mkdir -p "$modules/extra"
  cp "$build"/*.ko "$modules/extra/"
  touch "$build/.built"
}

make_initramfs() { # the guest's init
  local tree=$vm/initramfs
  say "packing the guest's first files"
  rm -rf "$tree"
  mkdir -p "$tree"/{bin,dev,mnt,proc,sys} "$tree/lib/modules/$version"
  cp "$(command -v busybox)" "$tree/bin/busybox"
  install -m 755 "$1" "$tree/init"
  cp "$root/tests/vm/devices.sh" "$tree/"
  busybox depmod -b "$unpacked" "$version" >"$vm/depmod.log" 2>&1 || fail "depmod failed (all of it: $vm/depmod.log)"
  # Only what init loads, with what that needs.
  local wanted=(virtio_pci 9p 9pnet_virtio configfs gpio-sim gpio-pca953x i2c-stub i2c-dev uhid hid-generic vivid overlay autofs4) name path row
  declare -A taken=()
  while ((${#wanted[@]})); do
    name=${wanted[0]} wanted=("${wanted[@]:1}")
    row=$(grep -m1 -E "(^|/)${name//[-_]/[-_]}\.ko:" "$modules/modules.dep") || continue
    path=${row%%:*}
    [[ -z ${taken[$path]:-} ]] || continue
    taken[$path]=1
    install -D "$modules/$path" "$tree/lib/modules/$version/$path"
    for path in ${row#*:}; do name=${path##*/}; wanted+=("${name%.ko}"); done
  done
  busybox depmod -b "$tree" "$version" >>"$vm/depmod.log" 2>&1
  (cd "$tree" && find . | busybox cpio -o -H newc 2>/dev/null | gzip -1) >"$vm/initramfs.gz"
}

# Boots it: what it says goes to serial.log, what its init says ("vm: …" and after) also to the output.
boot() { # init, seconds, folder that it mounts, memory in MB, kernel options...
  local init=$1 limit=$2 share=$3 memory=$4 started
  shift 4
  [[ -e $unpacked/.unpacked ]] || unpack
  [[ $unpacked/modules/.built -nt $root/tests/vm/Makefile ]] || build_modules
  make_initramfs "$init"
  say "booting Linux $version under software emulation"
  started=$SECONDS
  timeout --foreground "$limit" qemu-system-x86_64 -accel tcg,thread=multi -cpu max -M pc -smp 2 -m "$memory" -nodefaults -display none -no-reboot \
    -serial stdio -kernel "$kernel" -initrd "$vm/initramfs.gz" -append "console=ttyS0 quiet panic=-1 $*" \
    -virtfs "local,path=$share,mount_tag=host,security_model=none,readonly=on,multidevs=remap" </dev/null 2>&1 |
    sed -u 's/\r//g' | tee "$vm/serial.log" | sed -u -n '/vm: /,$p' || true
  say "the machine ran for $((SECONDS - started)) s"
  grep -q 'vm: end ' "$vm/serial.log" ||
    fail "the machine did not reach its end within $limit s; its last words: $(tail -1 "$vm/serial.log" | cut -c1-200) (all of it: $vm/serial.log)"
}
