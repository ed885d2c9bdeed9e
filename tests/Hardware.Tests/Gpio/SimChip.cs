using System.Globalization;

namespace AccessKiosk.Hardware.Tests.Gpio;

/// <summary>A chip of the kernel's gpio-sim module: levels are set and read through sysfs, as a hand on the wires would.</summary>
internal sealed class SimChip : KernelChip
{
    private readonly string _folder;

    private SimChip(string folder) : base(Path.GetFileName(folder)) => _folder = folder;

    /// <summary>The first simulated chip; skips the test where there is none.</summary>
    public static SimChip Find()
    {
        var folder = Directory.Exists("/sys/devices/platform")
            ? Directory.GetDirectories("/sys/devices/platform", "gpio-sim.*").SelectMany(device => Directory.GetDirectories(device, "gpiochip*")).FirstOrDefault()
            : null;
        if (folder is null)
            Missing("No gpio-sim chip: the kernel module is not loaded here.");
        return new(folder!);
    }

    /// <summary>The chip's label, as the virtual machine gives it.</summary>
    public const string Label = "kiosk-board";

    /// <inheritdoc/>
    public override bool Level(int offset) => File.ReadAllText(Path.Combine(Line(offset), "value")).Trim() == "1";

    /// <summary>Pulls a line from outside.</summary>
    public void Pull(int offset, bool up) => File.WriteAllText(Path.Combine(Line(offset), "pull"), up ? "pull-up" : "pull-down");

    /// <inheritdoc/>
    public override void Rest(int offset)
    {
        Pull(offset, up: false);
        base.Rest(offset);
    }

    private string Line(int offset) => Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"sim_gpio{offset}"));
}
