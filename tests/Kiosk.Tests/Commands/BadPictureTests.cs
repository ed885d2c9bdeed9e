using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Imaging.Formats;

namespace AccessKiosk.Kiosk.Tests.Commands;

/// <summary>Pictures that cannot be worked on, met by the real program.</summary>
public sealed class BadPictureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("detect")]
    [InlineData("embed")]
    public async Task A_missing_picture_is_named_on_one_line(string command)
    {
        var path = Path.Combine(_folder.Path, $"{new string('a', 60)}-{new string('b', 60)}.jpg");
        (await KioskProgram.RunAsync(command, path)).Refused("There is no file", path);
    }

    [Fact]
    public async Task A_text_named_as_a_picture_is_no_picture() =>
        (await KioskProgram.RunAsync("detect", _folder.File("a.jpg", "Dear Sir or Madam"u8))).Refused("a.jpg", "is not a picture");

    [Fact]
    public async Task An_empty_picture_is_called_empty() =>
        (await KioskProgram.RunAsync("embed", _folder.File("a.jpg", []))).Refused("is empty (0 bytes)");

    [Fact]
    public async Task A_huge_picture_is_refused_by_its_size() =>
        (await KioskProgram.RunAsync("detect", _folder.File("a.png", PngFile.Header(20_000, 20_000)))).Refused("20,000×20,000 pixels");

    [Fact]
    public async Task A_picture_without_a_face_is_no_fault_to_detect_and_one_to_embed()
    {
        using var wall = Montage.Of(320, 240);
        var path = _folder.File("wall.png", ImageFile.Encode(wall, ImageFormat.Png));
        Assert.Contains("0 faces", (await KioskProgram.RunAsync("detect", path)).Exited(0).Output, StringComparison.Ordinal);
        (await KioskProgram.RunAsync("embed", path)).Refused("No face found in", path);
        (await KioskProgram.RunAsync("verify", path, Recordings.Portrait)).Refused("No face found in", path);
    }

    [Fact]
    public async Task Several_faces_where_one_is_wanted_are_refused_and_none_is_taken()
    {
        var path = SixFaces();
        (await KioskProgram.RunAsync("embed", path)).Refused(path, "faces, but exactly one is required", "none was used");
        (await KioskProgram.RunAsync("verify", Recordings.Portrait, path)).Refused("faces, but exactly one is required");
        (await KioskProgram.RunAsync("lab", "replay", Recordings.Man, "--json", "--enroll", $"Six={path}")).Refused("faces, but exactly one is required");
    }

    [Fact]
    public async Task What_was_read_before_a_bad_picture_is_not_lost()
    {
        var result = (await KioskProgram.RunAsync("detect", "--json", Recordings.Portrait, Path.Combine(_folder.Path, "none.jpg"))).Exited(2);
        Assert.Equal("sample2.jpg", Assert.Single(result.Json).GetProperty("file").GetString());
        Assert.Contains("none.jpg", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drawing_goes_nowhere_when_it_cannot_be_one_picture()
    {
        var target = Path.Combine(_folder.Path, "out.png");
        (await KioskProgram.RunAsync("detect", Recordings.Portrait, Recordings.Portrait, "--draw", target)).Refused("--draw writes one picture");
        (await KioskProgram.RunAsync("detect", Recordings.Portrait, "--draw", Path.Combine(_folder.Path, "out.gif"))).Exited(2);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    private string SixFaces()
    {
        using var man = Recordings.Picture(Recordings.Man, 30);
        using var stranger = Recordings.Picture(Recordings.Stranger, 30);
        using var six = Montage.Of(1200, 600,
            (man, 0, 0, 1), (stranger, 400, 0, 1), (man, 800, 0, 1), (stranger, 0, 300, 1), (man, 400, 300, 1), (stranger, 800, 300, 1));
        return _folder.File("six.png", ImageFile.Encode(six, ImageFormat.Png));
    }
}
