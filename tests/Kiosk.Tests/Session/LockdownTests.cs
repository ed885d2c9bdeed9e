using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio.Simulated;
using AccessKiosk.Kiosk.Session;
using Microsoft.Extensions.Time.Testing;

namespace AccessKiosk.Kiosk.Tests.Session;

public sealed class LockdownTests
{
    [Fact]
    public void A_lockdown_outlives_a_restart_and_ends_only_when_it_is_ended()
    {
        using var folder = new TemporaryFolder();
        Start(folder.Path, (doors, lockdown) =>
        {
            Assert.False(lockdown.IsOn);
            lockdown.Begin("Rita");
            Assert.False(doors["main"]!.RemoteUnlock("Rita").Open);
        });
        Start(folder.Path, (doors, lockdown) =>
        {
            Assert.True(lockdown.IsOn);
            Assert.Equal(DoorMode.Lockdown, doors["main"]!.State.Mode);
            lockdown.End("Rita");
            Assert.True(doors["main"]!.RemoteUnlock("Rita").Open);
        });
        Start(folder.Path, (_, lockdown) => Assert.False(lockdown.IsOn));
    }

    private static void Start(string folder, Action<DoorSet, Lockdown> act)
    {
        var time = new FakeTimeProvider();
        using var gpio = new SimulatedGpio(time);
        using var doors = DoorSet.Open([new() { Name = "main", Relay = "relay" }], gpio, time);
        act(doors, new(doors, folder));
    }
}
