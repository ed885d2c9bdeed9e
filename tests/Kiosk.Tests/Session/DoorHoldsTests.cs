using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio.Simulated;
using AccessKiosk.Kiosk.Session;
using Microsoft.Extensions.Time.Testing;

namespace AccessKiosk.Kiosk.Tests.Session;

public sealed class DoorHoldsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new(2025, 3, 1, 8, 0, 0, TimeSpan.Zero));
    private readonly SimulatedGpio _gpio;
    private readonly Door _door;
    private readonly DoorHolds _holds;

    public DoorHoldsTests()
    {
        _gpio = new(_time);
        _door = Door.Open(new() { Name = "main", Relay = "relay" }, _gpio, _time);
        _holds = new(_time);
    }

    public void Dispose()
    {
        _holds.Dispose();
        _door.Dispose();
        _gpio.Dispose();
    }

    [Fact]
    public void A_hold_ends_by_itself_at_its_time()
    {
        _holds.Hold(_door, TimeSpan.FromMinutes(30), "Rita");
        Assert.Equal((DoorMode.HoldOpen, _time.GetUtcNow().AddMinutes(30)), (_door.State.Mode, _holds.Until("MAIN")));

        _time.Advance(TimeSpan.FromMinutes(29.9));
        Assert.Equal(DoorMode.HoldOpen, _door.State.Mode);
        _time.Advance(TimeSpan.FromMinutes(0.1));

        Assert.Equal((DoorMode.Locked, null), (_door.State.Mode, _holds.Until("main")));
    }

    [Fact]
    public void A_later_hold_replaces_an_earlier_one_and_can_be_ended()
    {
        _holds.Hold(_door, TimeSpan.FromMinutes(10), "Rita");
        _holds.Hold(_door, TimeSpan.FromMinutes(60), "Rita");
        _time.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(DoorMode.HoldOpen, _door.State.Mode);

        _holds.End(_door, "Rita");

        Assert.Equal(DoorMode.Locked, _door.State.Mode);
    }

    [Fact]
    public void A_clock_that_is_set_does_not_stretch_a_hold()
    {
        _holds.Hold(_door, TimeSpan.FromMinutes(10), "Rita");
        _time.AdjustTime(_time.GetUtcNow().AddHours(-5));
        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(DoorMode.Locked, _door.State.Mode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(13 * 60)]
    public void A_length_that_is_none_is_refused(int minutes)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _holds.Hold(_door, TimeSpan.FromMinutes(minutes), "Rita"));
        Assert.Equal(DoorMode.Locked, _door.State.Mode);
    }
}
