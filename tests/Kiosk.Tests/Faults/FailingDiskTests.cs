using AccessKiosk.Storage.Events;
using AccessKiosk.Kiosk.Tests.People;

namespace AccessKiosk.Kiosk.Tests.Faults;

/// <summary>The disk gives errors while the kiosk runs, and the kernel lets nobody write to it any more.</summary>
[Trait("Speed", "slow")]
public sealed class FailingDiskTests : IDisposable
{
    private readonly PeopleProgram _site = new();
    private readonly FailingDisk _disk;

    public FailingDiskTests() => _disk = new(_site.Store, Path.Combine(_site.Folder, "disk.img"));

    public void Dispose()
    {
        _disk.Dispose();
        _site.Dispose();
    }

    [Fact]
    public async Task A_disk_that_turns_read_only_locks_the_door_and_after_a_restart_all_that_was_kept_is_there()
    {
        await _site.EnrolTalkerAsync();
        using (var kiosk = RunningKiosk.Start(_site, Recordings.Talker, "Recognition:GrantAgainAfter=2", "Doors:main:Pulse=00:00:01"))
        {
            await kiosk.UntilAsync("access.granted");
            await kiosk.UntilAsync("door.locked");
            var kept = await RunningKiosk.KeptAsync(_site);
            _disk.Fail();
            await kiosk.UntilAsync("door.fault", "record: ");
            await kiosk.TerminateAsync();

            _disk.Repair();
            Assert.Contains(kept, one => one.Code == EventCodes.AccessGranted);
            Assert.Equal(kept.Select(one => one.Id), (await RunningKiosk.KeptAsync(_site)).Take(kept.Count).Select(one => one.Id));
        }

        using var again = RunningKiosk.Start(_site, Recordings.Talker);
        await again.UntilAsync("access.granted");
        await again.TerminateAsync();
        (await _site.RunAsync("audit", "verify")).Exited(0);
    }
}
