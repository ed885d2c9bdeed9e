using System.Runtime.InteropServices;
using AccessKiosk.Hardware.Gpio;
using AccessKiosk.Hardware.Gpio.Libgpiod;
using AccessKiosk.Hardware.Gpio.Libgpiod.Bindings;

namespace AccessKiosk.Hardware.Tests.Gpio;

public sealed class ChipLabelTests
{
    [Fact]
    public void Two_chips_of_one_label_are_refused_as_ambiguous()
    {
        var lines = Lines(("gpiochip2", "pca9554"), ("gpiochip3", "pca9554"), ("gpiochip0", "soc"));
        var fault = Assert.Throws<GpioException>(() => lines.Look("relay", new() { Chip = "pca9554", Offset = 1 }));
        Assert.Contains("Gpio:Lines:relay: 2 GPIO chips have the label pca9554 (gpiochip2, gpiochip3)", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("soc")]
    [InlineData("gpiochip3")]
    [InlineData("/dev/gpiochip3")]
    public void A_chip_of_its_own_label_and_one_that_is_named_otherwise_are_taken(string chip)
    {
        var lines = Lines(("gpiochip2", "pca9554"), ("gpiochip3", "pca9554"), ("gpiochip0", "soc"));
        Assert.Equal(chip is "soc" ? "gpiochip0" : "gpiochip3", lines.Look("relay", new() { Chip = chip, Offset = 1 }).Chip);
    }

    [Fact]
    public void A_second_device_file_of_the_same_chip_is_no_second_chip()
    {
        var lines = new KernelLines(new Chips(("gpiochip0", "pinctrl-rp1")), ["/dev/gpiochip0", "/dev/gpiochip0"]);
        Assert.Equal("gpiochip0", lines.Look("relay", new() { Chip = "pinctrl-rp1", Offset = 1 }).Chip);
    }

    private static KernelLines Lines(params (string Name, string Label)[] chips) => new(new Chips(chips), [.. chips.Select(chip => $"/dev/{chip.Name}")]);

    private sealed class Chips(params (string Name, string Label)[] all) : ILibgpiod
    {
        public IChip? Open(string chip)
        {
            foreach (var (name, label) in all)
            {
                if (chip == name || chip == label || chip == $"/dev/{name}")
                    return new Chip(name, label);
            }

            Marshal.SetLastPInvokeError(Errors.NoSuchFile);
            return null;
        }
    }

    private sealed record Chip(string Name, string? Label) : IChip
    {
        public uint Lines => 8;

        public uint? Find(string line) => null;

        public LineState? Look(uint offset) => new(IsUsed: false, Consumer: null);

        public IKernelLine? Request(uint offset, in LineWish wish) => null;

        public void Dispose() { }
    }
}
