namespace AccessKiosk.Kiosk.Tests.Commands;

/// <summary>Recordings that cannot be played to their end, met by the real program.</summary>
public sealed class BadRecordingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_missing_recording_is_named()
    {
        var path = Path.Combine(_folder.Path, "none.mp4");
        (await KioskProgram.RunAsync("lab", "replay", path)).Refused("No such file", path);
        (await KioskProgram.RunAsync("lab", "replay", Recordings.Man, "--enroll", $"Audun={path}")).Refused("No such file", path);
    }

    [Theory]
    [InlineData("Audun")]
    [InlineData("=a.jpg")]
    [InlineData("Audun=")]
    public async Task An_enrolment_of_another_form_is_refused_with_the_form(string enrolment) =>
        (await KioskProgram.RunAsync("lab", "replay", Recordings.Man, "--enroll", enrolment)).Refused($"'{enrolment}' is not of the form NAME=IMAGE_OR_VIDEO");

    [Fact]
    [Trait("Speed", "slow")]
    public async Task A_recording_that_ends_mid_frame_is_played_as_far_as_it_goes_and_said_to_be_cut_off()
    {
        var whole = await File.ReadAllBytesAsync(Recordings.Man, TestContext.Current.CancellationToken);
        var path = _folder.File("cut.mp4", whole.AsSpan(0, whole.Length / 3));
        var events = (await KioskProgram.RunAsync("lab", "replay", path, "--json")).Exited(0).Json;
        Assert.Contains(events, e => e.GetProperty("code").GetString()!.StartsWith("camera.", StringComparison.Ordinal) && e.GetProperty("detail").GetString()!.Contains("cut off or damaged", StringComparison.Ordinal));
        Assert.Contains(events, e => e.GetProperty("code").GetString() == "access.denied");
    }

    [Theory]
    [InlineData(0, "empty (0 bytes)")]
    [InlineData(100_000, "cut off or damaged")]
    public async Task A_recording_without_its_index_is_refused(int length, string reason)
    {
        var path = _folder.File("cut.mp4", File.ReadAllBytes(Recordings.Stranger).AsSpan(0, length));
        var result = (await KioskProgram.RunAsync("lab", "replay", path, "--json")).Exited(2);
        Assert.StartsWith("error: ", result.Errors, StringComparison.Ordinal);
        Assert.Contains(reason, result.Errors, StringComparison.Ordinal);
        Assert.Contains(result.Json, e => e.GetProperty("severity").GetString() == "fault");
        Assert.DoesNotContain(result.Json, e => e.GetProperty("code").GetString() is "access.granted" or "access.denied");
    }

    [Fact]
    public async Task A_text_named_as_a_recording_is_refused() =>
        Assert.Contains("is no video", (await KioskProgram.RunAsync("lab", "replay", _folder.File("a.mp4", "Dear Sir or Madam"u8))).Exited(2).Errors, StringComparison.Ordinal);

    [Fact]
    public async Task A_recording_without_a_face_enrols_nobody_and_says_why()
    {
        var result = (await KioskProgram.RunAsync("lab", "replay", Recordings.Man, "--enroll", $"Wall={_folder.File("wall.png", Wall())}")).Exited(2);
        Assert.Contains("no picture good enough to enrol Wall; no face was found", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task An_evaluation_goes_on_after_a_recording_that_cannot_be_played_and_says_which()
    {
        _folder.File("a.mp4", "Dear Sir or Madam"u8);
        var manifest = _folder.File("manifest.csv", System.Text.Encoding.UTF8.GetBytes($"file,label\na.mp4,attack\n{Recordings.Man},bona_fide\n"));
        var result = (await KioskProgram.RunAsync("lab", "evaluate", "liveness", "--manifest", manifest, "--seconds", "3", "--json")).Exited(1);
        Assert.Contains("error: a.mp4 cannot be played", result.Errors, StringComparison.Ordinal);
        var clips = System.Text.Json.JsonDocument.Parse(result.Output).RootElement.GetProperty("clips");
        Assert.Equal(["undecided", "live"], clips.EnumerateArray().Select(clip => clip.GetProperty("verdict").GetString()));
    }

    private static byte[] Wall()
    {
        using var wall = Montage.Of(320, 240);
        return AccessKiosk.Vision.Imaging.ImageFile.Encode(wall, AccessKiosk.Vision.Imaging.Formats.ImageFormat.Png);
    }
}
