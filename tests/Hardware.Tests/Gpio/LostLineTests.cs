using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio;
using AccessKiosk.Hardware.Gpio.Libgpiod;
using AccessKiosk.Hardware.Timing;

namespace AccessKiosk.Hardware.Tests.Gpio;

/// <summary>A door on a chip that is pulled out and plugged in again.</summary>
public sealed class LostLineTests : IDisposable
{
    private const uint Relay = 0, Contact = 1;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly PluggableChip _chip = new();
    private readonly DoorClock _clock = new();
    private readonly LibgpiodGpio _gpio;

    public LostLineTests()
    {
        var options = new GpioOptions { Driver = GpioDriverKind.Libgpiod };
        options.Lines["relay"] = new() { Chip = "expander", Offset = (int)Relay };
        options.Lines["contact"] = new() { Chip = "expander", Offset = (int)Contact };
        _gpio = new(options, _clock, _chip);
    }

    public void Dispose()
    {
        _gpio.Dispose();
        _clock.Dispose();
    }

    [Fact]
    public void A_line_that_is_given_back_only_a_moment_later_is_waited_for()
    {
        _chip.HoldFor(requests: 3);
        using var door = Door.Open(new() { Name = "main", Relay = "relay" }, _gpio, _clock);
        Assert.True(door.Grant().Open);
    }

    [Fact]
    public void A_line_that_somebody_keeps_is_refused()
    {
        _chip.HoldFor(requests: int.MaxValue);
        var fault = Assert.ThrowsAny<Exception>(() => Door.Open(new() { Name = "main", Relay = "relay" }, _gpio, _clock));
        Assert.Contains("is held by", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_contact_that_was_lost_is_taken_again_and_the_door_knows_what_the_leaf_does_before_it_is_used()
    {
        using var door = Door.Open(new() { Name = "main", Relay = "relay", Contact = "contact" }, _gpio, _clock);
        _chip.PullOut();
        await Waiting.UntilAsync(() => door.State.Mode is DoorMode.Impaired, Patience);
        Assert.False(door.Grant().Open);
        _chip.Set(Contact, level: true);
        _chip.PlugIn();
        await Waiting.UntilAsync(() => door.State.Mode is DoorMode.Locked, Patience);

        Assert.Equal((DoorMode.Locked, true), (door.State.Mode, door.State.Leaf is not DoorLeaf.Closed));
    }

    [Fact]
    public async Task A_relay_that_was_lost_while_it_was_open_comes_back_locked_and_opens_again()
    {
        using var door = Door.Open(new() { Name = "main", Relay = "relay", Pulse = TimeSpan.FromSeconds(1) }, _gpio, _clock);
        Assert.True(door.Grant().Open);
        _chip.PullOut();
        await Waiting.UntilAsync(() => door.State.Mode is DoorMode.Fault, Patience);
        Assert.False(door.Grant().Open);
        _chip.PlugIn();
        await Waiting.UntilAsync(() => door.State.Mode is DoorMode.Locked, Patience);

        Assert.False(_chip.Level(Relay));
        Assert.True(door.RemoteUnlock("Rita").Open);
        Assert.True(_chip.Level(Relay));
    }

    [Fact]
    public async Task A_line_that_stays_lost_can_be_given_back_and_taken_later()
    {
        var door = Door.Open(new() { Name = "main", Relay = "relay", Contact = "contact" }, _gpio, _clock);
        _chip.PullOut();
        await Waiting.UntilAsync(() => door.State.Mode is DoorMode.Impaired, Patience);
        door.Dispose();
        _chip.PlugIn();

        using var again = Door.Open(new() { Name = "main", Relay = "relay", Contact = "contact" }, _gpio, _clock);
        Assert.True(again.Grant().Open);
    }
}
