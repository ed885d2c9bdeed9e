using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio;
using AccessKiosk.Hardware.Watchdogs;

namespace AccessKiosk.Hardware.Tests.Watchdogs;

/// <summary>What the relay guard is told about each door.</summary>
public sealed class GuardLinesTests
{
    [Theory]
    [InlineData(LockWiring.FailSecure, false, "low")]
    [InlineData(LockWiring.FailSecure, true, "high")]
    [InlineData(LockWiring.FailSafe, false, "high")]
    [InlineData(LockWiring.FailSafe, true, "low")]
    public void The_level_that_locks_follows_from_the_wiring_and_the_polarity(LockWiring wiring, bool activeLow, string level) =>
        Assert.Equal([$"gpiochip0:17={level}"], GuardLines.Of([new() { Name = "main", Relay = "relay", Wiring = wiring }], Gpio(new() { Chip = "gpiochip0", Offset = 17, ActiveLow = activeLow })));

    [Fact]
    public void A_line_may_be_named_as_in_the_kernel() =>
        Assert.Equal(["pinctrl-bcm2711:GPIO17=low"], GuardLines.Of([new() { Name = "main", Relay = "relay" }], Gpio(new() { Chip = "pinctrl-bcm2711", Line = "GPIO17" })));

    [Fact]
    public void A_USB_relay_is_named_by_its_board_and_number() =>
        Assert.Equal(["hid:/dev/hidraw0:2=low"], GuardLines.Of([new() { Name = "main", Relay = "relay" }], Gpio(new() { Chip = "hid:/dev/hidraw0", Offset = 2 })));

    [Fact]
    public void Simulated_doors_have_no_lines_to_guard() =>
        Assert.Empty(GuardLines.Of([new() { Name = "main", Relay = "relay" }], new()));

    [Fact]
    public void A_relay_without_a_line_is_a_fault_that_says_which_key_is_missing() =>
        Assert.Contains("add Gpio:Lines:other", Assert.Throws<GpioException>(() => GuardLines.Of([new() { Name = "main", Relay = "other" }], Gpio(new() { Chip = "gpiochip0", Offset = 1 }))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_line_whose_name_is_a_number_is_refused() =>
        Assert.Contains("give the Offset", Assert.Throws<GpioException>(() => GuardLines.Of([new() { Name = "main", Relay = "relay" }], Gpio(new() { Chip = "gpiochip0", Line = "17" }))).Message, StringComparison.Ordinal);

    private static GpioOptions Gpio(GpioLineOptions relay)
    {
        var options = new GpioOptions { Driver = GpioDriverKind.Libgpiod };
        options.Lines["relay"] = relay;
        return options;
    }
}
