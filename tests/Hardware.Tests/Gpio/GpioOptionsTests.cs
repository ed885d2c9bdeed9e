using AccessKiosk.Hardware.Gpio;

namespace AccessKiosk.Hardware.Tests.Gpio;

public sealed class GpioOptionsTests
{
    [Fact]
    public void Every_fault_is_named_at_once()
    {
        var options = new GpioOptions { Driver = GpioDriverKind.Libgpiod };
        options.Lines["a"] = new() { Chip = "gpiochip0", Offset = 1 };
        options.Lines["b"] = new() { Chip = "gpiochip0", Offset = 1, Debounce = TimeSpan.FromSeconds(2) };
        options.Lines["c"] = new() { Offset = 1, Line = "GPIO1" };
        options.Lines["d"] = new() { Chip = "gpiochip0", Offset = -1 };
        options.Lines["e"] = new() { Chip = "serial:/dev/ttyUSB0", Offset = 9 };
        options.Lines["f"] = new() { Chip = "hid:hidraw0", Offset = 1 };

        Assert.Equal(
            [
                "Gpio:Lines:b:Debounce is 00:00:02; allowed: 00:00:00 to 00:00:01.",
                "Gpio:Lines:c:Chip is empty; allowed: a chip's name, path or label (gpiodetect lists them), or a USB relay board, for instance serial:/dev/ttyUSB0.",
                "Gpio:Lines:c: give either Offset or Line (gpioinfo lists both).",
                "Gpio:Lines:d:Offset is -1; allowed: 0 to 1023.",
                "Gpio:Lines:e:Offset is 9; allowed on a USB relay board: the relay's number, 1 to 8, and no Line.",
                "Gpio:Lines:f:Chip is hid:hidraw0; allowed: serial: or hid: and a device file, for instance hid:/dev/hidraw0.",
                "Gpio:Lines: a and b are both at gpiochip0 line 1; each line has one name.",
            ],
            options.Faults());
    }

    [Fact]
    public void Simulated_lines_need_no_place()
    {
        var options = new GpioOptions();
        options.Lines["relay"] = new();

        Assert.Empty(options.Faults());
    }
}
