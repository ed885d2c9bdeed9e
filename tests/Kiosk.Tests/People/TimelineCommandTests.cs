using System.Text.Json;

namespace AccessKiosk.Kiosk.Tests.People;

/// <summary>Who appears when in real recordings, with the real program, models and store.</summary>
[Trait("Speed", "slow")]
public sealed class TimelineCommandTests : IDisposable
{
    private readonly PeopleProgram _kiosk = new();

    public void Dispose() => _kiosk.Dispose();

    [Fact]
    public async Task A_person_enrolled_has_a_name_and_a_stranger_the_same_number_in_every_recording()
    {
        (await _kiosk.EnrolAsync("Audun <b>", Recordings.Man)).Exited(0);
        var page = Path.Combine(_kiosk.Folder, "timeline.html");
        var report = (await _kiosk.RunAsync("timeline", Recordings.ManAnotherDay, Recordings.Stranger, Recordings.Stranger, "--json", "--html", page)).Exited(0).Json;

        var recordings = report.GetProperty("recordings").EnumerateArray().ToList();
        Assert.Equal([["Audun <b>"], ["unknown_1"], ["unknown_1"]], recordings.Select(recording =>
            recording.GetProperty("appearances").EnumerateArray().Select(one => one.GetProperty("name").GetString()).Distinct()));
        Assert.All(recordings, recording => Assert.All(recording.GetProperty("appearances").EnumerateArray(), one =>
            Assert.True(Number(one, "from") >= 0 && Number(one, "from") < Number(one, "to") && Number(one, "to") <= Number(recording, "seconds"))));
        // He sits before the camera nearly all the time.
        Assert.True(recordings[0].GetProperty("appearances").EnumerateArray().Sum(one => Number(one, "to") - Number(one, "from")) > 0.8 * Number(recordings[0], "seconds"));

        var people = report.GetProperty("people").EnumerateArray().ToDictionary(one => one.GetProperty("name").GetString()!);
        Assert.True(people["Audun <b>"].TryGetProperty("person", out _));
        Assert.False(people["unknown_1"].TryGetProperty("person", out _));

        var html = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
        Assert.Contains("Audun &lt;b&gt;", html, StringComparison.Ordinal);
        Assert.Contains("data:image/jpeg;base64,", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(page));
        // A command that writes takes up what those that read have left.
        (await _kiosk.RunAsync("people", "suspend", "Audun <b>")).Exited(0);
        var audit = (await _kiosk.RunAsync("audit", "list", "--json")).Exited(0).Output;
        Assert.Contains("recording.searched", audit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_store_everybody_is_a_number_and_nothing_is_made()
    {
        var report = (await _kiosk.RunAsync("timeline", Recordings.ManAnotherDay, Recordings.Stranger, "--json")).Exited(0).Json;
        Assert.Equal(["unknown_1", "unknown_2"], report.GetProperty("people").EnumerateArray().Select(one => one.GetProperty("name").GetString()).Order());
        (await _kiosk.RunAsync("people", "list")).Refused("no store");
    }

    [Fact]
    public async Task A_recording_that_is_missing_is_told_before_any_is_watched() =>
        (await _kiosk.RunAsync("timeline", Recordings.Stranger, "nowhere.mp4")).Refused("nowhere.mp4 does not exist");

    private static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();
}
