using AccessKiosk.Storage.Events;
using AccessKiosk.Kiosk.Tests.People;
using AccessKiosk.Kiosk.Tests.Recognition;
using AccessKiosk.Vision.Imaging;
using Microsoft.Data.Sqlite;

namespace AccessKiosk.Kiosk.Tests.Faults;

/// <summary>Faults that a box meets over the years, with the real process: the door is locked, nothing acknowledged is lost, and it works again by itself.</summary>
[Trait("Speed", "slow")]
public sealed class FaultTests : IAsyncLifetime
{
    private readonly PeopleProgram _site = new();

    public ValueTask InitializeAsync() => new(_site.EnrolTalkerAsync());

    public ValueTask DisposeAsync()
    {
        _site.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Stopped_in_the_middle_of_a_grant_the_door_ends_locked_and_the_record_says_so()
    {
        using var kiosk = RunningKiosk.Start(_site, Recordings.Talker, "Doors:main:Pulse=00:01:00");
        await kiosk.UntilAsync("access.granted");
        await kiosk.TerminateAsync();

        var kept = await RunningKiosk.KeptAsync(_site);
        Assert.Contains(kept, happened => happened.Code == EventCodes.AccessGranted);
        var last = kept.Last(happened => happened.Code.Group == "door");
        Assert.Equal(EventCodes.DoorLocked, last.Code);
        Assert.Contains("the kiosk stops", last.Detail, StringComparison.Ordinal);
        // What was told is kept.
        Assert.Equal(kiosk.Events.Count, kept.Count);
    }

    [Fact]
    public async Task A_database_locked_by_another_process_locks_the_door_until_it_is_let_go_and_loses_no_event()
    {
        using var kiosk = RunningKiosk.Start(_site, Recordings.Talker, "Store:BusyTimeout=00:00:01", "Recognition:GrantAgainAfter=2");
        await kiosk.UntilAsync("access.granted");
        // A pooled connection would keep its transaction, and the lock, after its end here.
        await using (var other = new SqliteConnection($"Data Source={_site.Database};Pooling=false"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var begin = other.CreateCommand();
            begin.CommandText = "BEGIN IMMEDIATE";
            await begin.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await kiosk.UntilAsync("door.fault", "record: ");
        }

        await kiosk.UntilAsync("door.fault_over", "record");
        await kiosk.UntilAsync("access.granted");
        await kiosk.TerminateAsync();
        Assert.Equal(kiosk.Events.Count, (await RunningKiosk.KeptAsync(_site)).Count);
    }

    [Fact]
    public async Task A_model_that_is_overwritten_while_it_runs_changes_nothing_until_the_next_start_which_refuses_it()
    {
        var models = Directory.CreateDirectory(Path.Combine(_site.Folder, "models")).FullName;
        foreach (var model in Directory.GetFiles(Path.Combine(Recordings.Artifacts, "models"), "*.onnx"))
            File.Copy(model, Path.Combine(models, Path.GetFileName(model)));
        using (var kiosk = RunningKiosk.Start(_site, Recordings.Talker, $"Inference:Models={models}"))
        {
            await kiosk.UntilAsync("camera");
            foreach (var model in Directory.GetFiles(models))
                await File.WriteAllBytesAsync(model, new byte[1000], TestContext.Current.CancellationToken);
            await kiosk.UntilAsync("access.granted");
            await kiosk.TerminateAsync();
        }

        var again = await _site.RunAsync("run", "--json", "--set", $"Inference:Models={models}", "--set", "Doors:main:Relay=relay", "--set", $"Camera:Source={Recordings.Talker}", "--set", "Web:Enabled=false");
        again.Refused("is not the one this build was made for", "./kiosk setup");
    }

    [Fact]
    public async Task A_camera_that_is_not_there_yet_is_taken_up_when_it_comes()
    {
        var camera = Path.Combine(_site.Folder, "camera.mp4");
        using var kiosk = RunningKiosk.Start(_site, camera);
        await kiosk.UntilAsync("fault", "There is no file");
        File.Copy(Recordings.Talker, camera + ".part");
        File.Move(camera + ".part", camera);
        await kiosk.UntilAsync("access.granted");
        await kiosk.TerminateAsync();
    }

    [Fact]
    public void A_camera_that_changes_its_resolution_goes_on()
    {
        var pictures = Recordings.Pictures(Recordings.ManAnotherDay, 0, 250);
        for (var i = 40; i < pictures.Count; i++)
        {
            using var small = pictures[i];
            var large = Image.Create(800, 600);
            ImageOps.Resize(small, large);
            pictures[i] = large;
        }

        // He keeps still from then on: the usual wait in a room that was never seen empty would end in a challenge.
        using var scene = new Scene(enrolled: true, "Liveness:UnknownBackgroundSeconds=0.8");
        scene.Show(pictures);

        pictures.ForEach(picture => picture.Dispose());
        Assert.Contains(EventCodes.AccessGranted, scene.Decisions);
    }
}
