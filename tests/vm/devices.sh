# shellcheck shell=sh disable=SC2086
# Read by the guests' init, under busybox's shell ($B): loads modules, makes the chips and the camera.
for module in virtio_pci 9p 9pnet_virtio overlay autofs4 configfs gpio-sim i2c-dev uhid hid-generic vivid; do
  case $module in vivid) options="n_devs=1 node_types=0x1 num_inputs=1 input_types=0" ;; *) options= ;; esac
  $B modprobe $module $options || echo "vm: module $module was not loaded"
done
$B modprobe i2c-stub chip_addr=0x20 || echo "vm: module i2c-stub was not loaded"
$B modprobe gpio-pca953x || echo "vm: module gpio-pca953x was not loaded"

# A chip as on the processor: eight lines, one with a name.
$B mount -t configfs configfs /sys/kernel/config
bank=/sys/kernel/config/gpio-sim/kiosk/bank0
$B mkdir -p $bank/line4
echo 8 >$bank/num_lines
echo kiosk-board >$bank/label
echo DOOR-RELAY >$bank/line4/name
echo 1 >/sys/kernel/config/gpio-sim/kiosk/live

# A chip as on an expander board: a PCA9554 at 0x20 of a bus in memory.
for bus in /sys/bus/i2c/devices/i2c-*; do
  case $($B cat "$bus/name") in *stub*) echo pca9554 0x20 >"$bus/new_device" ;; esac
done
