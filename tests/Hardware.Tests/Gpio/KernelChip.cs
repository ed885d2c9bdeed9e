using AccessKiosk.Hardware.Gpio;
using AccessKiosk.Hardware.Gpio.Libgpiod;

namespace AccessKiosk.Hardware.Tests.Gpio;

/// <summary>A GPIO chip of the running kernel whose wires a test can see.</summary>
internal abstract class KernelChip(string name)
{
    /// <summary>The chip's name, for instance <c>gpiochip0</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The electrical level of a line.</summary>
    public abstract bool Level(int offset);

    /// <summary>Takes a line that nobody holds to low, whatever a test before left there.</summary>
    public virtual void Rest(int offset) => Driver(offset).RequestOutput("line").Dispose();

    /// <summary>The product's driver, with one line of this chip.</summary>
    private LibgpiodGpio Driver(int offset)
    {
        var options = new GpioOptions { Driver = GpioDriverKind.Libgpiod };
        options.Lines["line"] = new() { Chip = Name, Offset = offset };
        return new(options, TimeProvider.System);
    }

    /// <summary>The chip of a kind; skips the test where there is none.</summary>
    public static KernelChip Find(string kind) => kind is "gpio-sim" ? SimChip.Find() : ExpanderChip.Find();

    /// <summary>Something that a test needs is not there: outside the virtual machine the test is skipped, inside it fails.</summary>
    public static void Missing(string message)
    {
        if (Environment.GetEnvironmentVariable("ACCESSKIOSK_VM") is { Length: > 0 })
            Assert.Fail(message);
        Assert.Skip($"{message} (./kiosk test --vm runs this)");
    }
}
