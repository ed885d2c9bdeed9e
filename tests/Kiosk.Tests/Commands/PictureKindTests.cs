using System.Text.Json;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Imaging.Formats;

namespace AccessKiosk.Kiosk.Tests.Commands;

/// <summary>Whatever kind of file a face comes in, it is found in the same place, the right way up.</summary>
public sealed class PictureKindTests : IDisposable
{
    private const int Width = 400, Height = 300;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_face_is_found_upright_in_every_kind_of_file()
    {
        using var man = Recordings.Picture(Recordings.Man, 30);
        string[] files =
        [
            _folder.File("plain.png", ImageFile.Encode(man, ImageFormat.Png)),
            _folder.File("grey.jpg", PictureFiles.Grey(man)),
            _folder.File("alpha.png", PictureFiles.Rgba(man)),
            _folder.File("sixteen.png", PictureFiles.SixteenBit(man)),
            _folder.File("cmyk.jpg", PictureFiles.Cmyk(man)),
            _folder.File("rotated.jpg", PictureFiles.Rotated(man)),
            _folder.File("photo.webp", ImageFile.Encode(man, ImageFormat.WebP)),
        ];
        var pictures = (await KioskProgram.RunAsync(["detect", "--json", .. files])).Exited(0).Json;
        Assert.Equal(files.Length, pictures.Count);
        var expected = Assert.Single(Faces(pictures[0]));
        Assert.All(pictures, picture =>
        {
            Assert.Equal((Width, Height), (picture.GetProperty("width").GetInt32(), picture.GetProperty("height").GetInt32()));
            var face = Assert.Single(Faces(picture));
            for (var i = 0; i < 5; i++)
                for (var axis = 0; axis < 2; axis++)
                    Assert.InRange(Point(face, i, axis), Point(expected, i, axis) - 4, Point(expected, i, axis) + 4);
        });
        // Left eye left of the right one, both above the mouth.
        Assert.True(Point(expected, 0, 0) < Point(expected, 1, 0) && Point(expected, 0, 1) < Point(expected, 3, 1));
    }

    [Fact]
    public async Task The_colours_of_every_kind_make_the_same_person()
    {
        using var man = Recordings.Picture(Recordings.Man, 30);
        var plain = _folder.File("plain.png", ImageFile.Encode(man, ImageFormat.Png));
        foreach (var (name, content) in new[] { ("cmyk.jpg", PictureFiles.Cmyk(man)), ("sixteen.png", PictureFiles.SixteenBit(man)), ("rotated.jpg", PictureFiles.Rotated(man)) })
        {
            var answer = (await KioskProgram.RunAsync("verify", plain, _folder.File(name, content), "--json")).Exited(0).Json[0];
            // A red-blue swap or a negative scores far lower than a recompression.
            Assert.True(answer.GetProperty("score").GetSingle() > 0.93f, $"{name}: {answer}");
        }
    }

    private static JsonElement.ArrayEnumerator Faces(JsonElement picture) => picture.GetProperty("faces").EnumerateArray();

    private static float Point(JsonElement face, int point, int axis) => face.GetProperty("points")[point][axis].GetSingle();
}
