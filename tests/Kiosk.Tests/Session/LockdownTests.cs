using AccessKiosk.Access.Doors;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio.Simulated;
using AccessKiosk.Storage;
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

    [Fact]
    [Trait("Speed", "slow")]
    public void A_lockdown_is_on_the_disk_when_it_has_begun()
    {
        using var folder = new TemporaryFolder();
        using var disk = new FailingDisk(Path.Combine(folder.Path, "disk"), Path.Combine(folder.Path, "image"));
        var store = Path.Combine(folder.Path, "disk");
        Start(store, (_, lockdown) => lockdown.Begin("Rita"));
        // What was not flushed by now is lost.
        disk.Fail();
        disk.Repair();
        Start(store, (_, lockdown) => Assert.True(lockdown.IsOn));
    }

    [Fact]
    public void A_lockdown_that_would_end_with_a_restart_is_told_so_and_locks_the_doors_all_the_same()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "lockdown"));
        Start(folder.Path, (doors, lockdown) =>
        {
            Assert.Contains("the lockdown would end with a restart", Assert.Throws<StoreException>(() => lockdown.Begin("Rita")).Message, StringComparison.Ordinal);
            Assert.Equal(DoorMode.Lockdown, doors["main"]!.State.Mode);
        });
    }

    [Fact]
    public void An_end_that_a_disk_does_not_take_frees_the_doors_and_says_that_a_restart_brings_it_back()
    {
        using var folder = new TemporaryFolder();
        var mark = Path.Combine(folder.Path, "lockdown");
        Start(folder.Path, (doors, lockdown) =>
        {
            lockdown.Begin("Rita");
            File.Delete(mark);
            Directory.CreateDirectory(mark);
            Assert.Contains("would begin again with a restart", Assert.Throws<StoreException>(() => lockdown.End("Rita")).Message, StringComparison.Ordinal);
            Assert.True(doors["main"]!.RemoteUnlock("Rita").Open);
        });
    }

    private static void Start(string folder, Action<DoorSet, Lockdown> act)
    {
        var time = new FakeTimeProvider();
        using var gpio = new SimulatedGpio(time);
        using var doors = DoorSet.Open([new() { Name = "main", Relay = "relay" }], gpio, time);
        act(doors, new(doors, folder));
    }
}
