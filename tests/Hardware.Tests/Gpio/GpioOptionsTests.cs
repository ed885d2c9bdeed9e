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

        Assert.Equal(
            [
                "Gpio:Lines:b:Debounce is 00:00:02; allowed: 00:00:00 to 00:00:01.",
                "Gpio:Lines:c:Chip is empty; allowed: a chip's name, path or label (gpiodetect lists them).",
                "Gpio:Lines:c: give either Offset or Line (gpioinfo lists both).",
                "Gpio:Lines:d:Offset is -1; allowed: 0 to 1023.",
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
