using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio;
using AccessKiosk.Hardware.Gpio.Simulated;
using Microsoft.Extensions.Time.Testing;

namespace AccessKiosk.Hardware.Tests.Doors;

public sealed class DoorSetTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly SimulatedGpio _gpio;

    public DoorSetTests() => _gpio = new(_time);

    [Fact]
    public void Doors_with_the_same_interlock_lock_each_other_and_others_do_not()
    {
        using var set = DoorSet.Open([Options("outer", "trap"), Options("inner", "TRAP"), Options("side", "")], _gpio, _time);

        Assert.True(set["outer"]!.Grant().Open);
        Assert.Equal(DoorMode.Interlocked, set["INNER"]!.Grant().Mode);
        Assert.True(set["side"]!.Grant().Open);
        Assert.Null(set["cellar"]);
    }

    [Fact]
    public void Every_fault_of_every_door_is_named_at_once()
    {
        var faults = DoorSet.Faults(
        [
            new() { Name = "a", Relay = "r", Contact = "c", Interlock = "trap" },
            new() { Name = "A", Relay = "r", Pulse = TimeSpan.Zero },
        ]);

        Assert.Equal(
            [
                "Doors:A:Pulse is 00:00:00; allowed: 00:00:00.5000000 to 00:01:00.",
                "Doors: 2 doors are named a; each has its own name.",
                "Doors: the line r is used by a and A; each use has its own line.",
                "Doors:a:Interlock is trap; no other door names it.",
            ],
            faults);
    }

    [Fact]
    public void When_one_door_cannot_be_opened_none_stays_open()
    {
        using var other = _gpio.RequestInput("inner-contact");

        Assert.Throws<GpioException>(() => DoorSet.Open([Options("outer", ""), Options("inner", "")], _gpio, _time));

        Assert.Equal("inner-contact", Assert.Single(_gpio.Lines, line => line.Use is not SimulatedLineUse.Free).Name);
    }

    public void Dispose() => _gpio.Dispose();

    private static DoorOptions Options(string name, string interlock) =>
        new() { Name = name, Relay = $"{name}-relay", Contact = $"{name}-contact", Interlock = interlock };
}
