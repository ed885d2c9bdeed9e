using System.IO.Compression;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Imaging.Formats;

namespace AccessKiosk.Vision.Tests.Imaging;

/// <summary>JPEG files as some cameras end them, and small files that would keep a decoder busy for minutes.</summary>
public sealed class OpenEndedFileTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    public void A_JPEG_without_its_end_marker_is_the_whole_picture(int missing)
    {
        foreach (var whole in Files())
        {
            using var expected = ImageFile.Decode(whole);
            using var read = ImageFile.Decode(whole.AsSpan(0, whole.Length - missing));
            Assert.True(Pictures.Same(expected, read));
        }
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.9)]
    [InlineData(0.99)]
    [InlineData(0.999)]
    public void Half_of_a_JPEG_is_refused(double share)
    {
        foreach (var whole in Files().Where(file => file.Length > 10_000))
        {
            var error = Assert.Throws<ImageException>(() => ImageFile.Decode(whole.AsSpan(0, (int)(whole.Length * share))));
            Assert.Contains("is cut off", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_JPEG_that_goes_over_its_picture_again_and_again_is_refused_undecoded()
    {
        using var image = Pictures.Quadrants();
        var whole = ImageFile.Encode(image, ImageFormat.Jpeg);
        var scan = whole.AsSpan().IndexOf<byte>([0xFF, 0xDA]);
        byte[] bomb = [.. whole[..scan], .. Enumerable.Repeat(whole[scan..^2], 40).SelectMany(bytes => bytes), 0xFF, 0xD9];
        Assert.Contains("40 times", Assert.Throws<ImageException>(() => ImageFile.Decode(bomb)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zTXt")]
    [InlineData("iTXt")]
    [InlineData("iCCP")]
    [InlineData("sPLT")]
    [InlineData("zzZz")]
    public void What_a_PNG_carries_besides_its_pixels_does_not_reach_the_decoder(string type)
    {
        using var photo = Pictures.Noise(40, 30, 3, seed: 1);
        var png = ImageFile.Encode(photo, ImageFormat.Png);
        var bomb = PngFile.Chunk(System.Text.Encoding.ASCII.GetBytes(type), [.. "Comment\0\0"u8, .. Packed(1 << 20)]);
        byte[] loaded = [.. png[..33], .. Enumerable.Repeat(bomb, 100).SelectMany(bytes => bytes), .. png[33..]];
        Assert.Equal(png, PngChunks.Essential(loaded).ToArray());
        using var read = ImageFile.Decode(loaded);
        Assert.True(Pictures.Same(photo, read));
    }

    private static IEnumerable<byte[]> Files()
    {
        using var quadrants = Pictures.Quadrants();
        yield return ImageFile.Encode(quadrants, ImageFormat.Jpeg);
        using var photo = ImageFile.Load(Pictures.Sample(2));
        yield return ImageFile.Encode(photo, ImageFormat.Jpeg);
        yield return File.ReadAllBytes(Pictures.Sample(3));
        yield return File.ReadAllBytes(Pictures.Committed("quadrants-cmyk.jpg"));
    }

    private static byte[] Packed(int zeros)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(new byte[zeros]);
        return packed.ToArray();
    }
}
