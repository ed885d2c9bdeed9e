using AccessKiosk.Kiosk.Tests.People;

namespace AccessKiosk.Kiosk.Tests.Faults;

/// <summary>The camera's file breaks off while it plays.</summary>
[Trait("Speed", "slow")]
public sealed class LostRecordingTests : IAsyncLifetime
{
    private readonly PeopleProgram _site = new();

    private string Camera => Path.Combine(_site.Folder, "camera.mp4");

    public async ValueTask InitializeAsync()
    {
        await _site.EnrolTalkerAsync();
        File.Copy(Recordings.ManAnotherDay, Camera);
    }

    public ValueTask DisposeAsync()
    {
        _site.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_recording_that_is_emptied_while_it_plays_locks_the_door_and_is_taken_up_again_when_it_is_whole()
    {
        using var kiosk = RunningKiosk.Start(_site, Camera);
        await kiosk.UntilAsync("access.denied");
        await using (var file = File.OpenWrite(Camera))
            file.SetLength(0);
        await kiosk.UntilAsync("door.fault", "camera");
        Restore();
        await kiosk.UntilAsync("door.fault_over", "camera");
        await kiosk.UntilAsync("access.granted");
        await kiosk.TerminateAsync();
        Assert.Equal(kiosk.Events.Count, (await RunningKiosk.KeptAsync(_site)).Count);
    }

    // By another recording than before: pictures that were seen before are those of a loop that is fed in, and alarm.
    private void Restore()
    {
        File.Copy(Recordings.Talker, Camera + ".part");
        File.Move(Camera + ".part", Camera, overwrite: true);
    }
}
