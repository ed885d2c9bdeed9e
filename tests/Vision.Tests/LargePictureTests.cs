using System.Globalization;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Imaging.Formats;
using AccessKiosk.Vision.Tests.Imaging;
using AccessKiosk.Vision.Tests.Models;

namespace AccessKiosk.Vision.Tests;

[CollectionDefinition(nameof(LargePictures), DisableParallelization = true)]
public sealed class LargePictures;

// One photo of 24 megapixels took 3.1 GB; alone, since the process's memory is looked at.
[Collection(nameof(LargePictures))]
[Trait("Speed", "slow")]
public sealed class LargePictureTests
{
    private const int Width = 6000, Height = 4000;

    [Theory]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.Png)]
    public void Small_faces_of_a_large_picture_are_found_within_bounded_memory(ImageFormat format)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The peak is read from Linux.");
        var file = Encoded(format);
        using var finder = new FaceFinder(Catalogue.Default);
        var before = Peak();

        using (var image = ImageFile.Decode(file))
            Assert.Equal(4, finder.FindAll(image).Count(face => face.Box is { X: > 4000, Y: > 2500, Width: < 120 } && face.Score > 0.9f));

        // 72 MB are the picture's own pixels.
        Assert.InRange(Peak(reset: false) - before, 0, 300);
    }

    private static byte[] Encoded(ImageFormat format)
    {
        using var photo = ImageFile.Load(Pictures.Sample(6));
        using var small = Image.Create(500, photo.Height * 500 / photo.Width);
        ImageOps.Resize(photo, small);
        using var picture = Image.Create(Width, Height);
        picture.Pixels.Fill(120);
        for (var y = 0; y < small.Height; y++)
            small.Row(y).CopyTo(picture.Row(2500 + y)[(3 * 4000)..]);
        return ImageFile.Encode(picture, format);
    }

    // Megabytes in memory at the most, since the peak was set back to what is in memory now.
    private static long Peak(bool reset = true)
    {
        if (reset)
            File.WriteAllText("/proc/self/clear_refs", "5");
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(6).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture) >> 10;
    }
}
