using AccessKiosk.Kiosk.Tests.People;

namespace AccessKiosk.Kiosk.Tests.Faults;

/// <summary>The disk fills up while the kiosk runs; the commands on such a disk have tests of their own.</summary>
[Trait("Speed", "slow")]
public sealed class FullDiskTests : IDisposable
{
    private readonly PeopleProgram _site = new();
    private readonly SmallDisk _disk;

    public FullDiskTests() => _disk = new(_site.Store);

    public void Dispose()
    {
        _disk.Dispose();
        _site.Dispose();
    }

    [Fact]
    public async Task A_disk_that_is_full_locks_the_door_until_there_is_room_again_and_no_event_is_lost()
    {
        await _site.EnrolTalkerAsync();
        using var kiosk = RunningKiosk.Start(_site, Recordings.Talker, "Recognition:GrantAgainAfter=2", "Doors:main:Pulse=00:00:01");
        await kiosk.UntilAsync("access.granted");
        var filler = Path.Combine(_site.Store, "filler");
        // Again until it tells: the database may have had some room left in its own files.
        using (var over = new CancellationTokenSource())
        {
            var filling = FillAsync(filler, over.Token);
            await kiosk.UntilAsync("door.fault", "record: ");
            await over.CancelAsync();
            await filling;
        }

        File.Delete(filler);
        await kiosk.UntilAsync("door.fault_over", "record");
        await kiosk.UntilAsync("access.granted");
        await kiosk.TerminateAsync();
        Assert.Equal(kiosk.Events.Count, (await RunningKiosk.KeptAsync(_site)).Count);
        (await _site.RunAsync("audit", "verify")).Exited(0);
    }

    private static async Task FillAsync(string file, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            SmallDisk.Fill(file);
            await Task.Delay(100, CancellationToken.None);
        }
    }
}
