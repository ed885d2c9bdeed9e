using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Imaging.Formats;

namespace AccessKiosk.Vision.Tests.Imaging;

public sealed class ImageFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_photo_is_read_whole()
    {
        using var image = ImageFile.Load(Pictures.Sample(1));
        Assert.Equal(3, image.Channels);
        Assert.Equal(0, image.Stride % 64);
        Assert.True(ImageOps.Measure(image, new(0, 0, image.Width, image.Height)).StandardDeviation > 20);
    }

    [Theory]
    [InlineData("a.png", true)]
    [InlineData("a.PNG", true)]
    [InlineData("a.jpg", false)]
    [InlineData("a.jpeg", false)]
    [InlineData("a.webp", false)]
    public void What_is_saved_is_read_back(string name, bool exact)
    {
        using var image = Pictures.Quadrants(37, 29);
        var path = Path.Combine(_folder.Path, name);
        ImageFile.Save(image, path);
        using var back = ImageFile.Load(path);
        Assert.Equal("RGBW", Pictures.Corners(back));
        Assert.Equal(exact, Pictures.Same(image, back));
        Assert.Single(Directory.GetFiles(_folder.Path)); // Nothing half-written is left beside it.
    }

    [Fact]
    public void A_grey_picture_comes_back_in_three_channels()
    {
        var image = Decode(PngFile.Write(2, 1, 8, PngFile.Grey, [10, 200]));
        Assert.Equal(new byte[] { 10, 10, 10, 200, 200, 200 }, image.Row(0).ToArray());
    }

    [Fact]
    public void An_alpha_channel_is_dropped()
    {
        var image = Decode(PngFile.Write(2, 1, 8, PngFile.Rgba, [250, 20, 30, 255, 1, 2, 3, 0]));
        Assert.Equal(new byte[] { 30, 20, 250, 3, 2, 1 }, image.Row(0).ToArray());
    }

    [Fact]
    public void Sixteen_bits_are_scaled_to_eight()
    {
        var image = Decode(PngFile.Write(2, 1, 16, PngFile.Rgb, [0xFF, 0xFF, 0x80, 0x00, 0x00, 0x00, 0x40, 0x10, 0x20, 0x10, 0x10, 0x10]));
        Assert.Equal(new byte[] { 0x00, 0x80, 0xFF, 0x10, 0x20, 0x40 }, image.Row(0).ToArray());
        var grey = Decode(PngFile.Write(2, 1, 16, PngFile.Grey, [0xFF, 0xFF, 0x80, 0x00]));
        Assert.Equal(new byte[] { 255, 255, 255, 128, 128, 128 }, grey.Row(0).ToArray());
    }

    [Fact]
    public void A_CMYK_photo_has_its_right_colours()
    {
        using var image = ImageFile.Load(Pictures.Committed("quadrants-cmyk.jpg"));
        Assert.Equal("RGBW", Pictures.Corners(image));
    }

    [Theory]
    [InlineData(0, "RGBW")] // Not a value of the tag: as stored.
    [InlineData(1, "RGBW")]
    [InlineData(2, "GRWB")]
    [InlineData(3, "WBGR")]
    [InlineData(4, "BWRG")]
    [InlineData(5, "RBGW")]
    [InlineData(6, "BRWG")]
    [InlineData(7, "WGBR")]
    [InlineData(8, "GWRB")]
    [InlineData(9, "RGBW")]
    public void Every_EXIF_orientation_is_brought_upright_once(ushort orientation, string corners)
    {
        using var stored = Pictures.Quadrants();
        var jpeg = ImageFile.Encode(stored, ImageFormat.Jpeg, 95);
        var png = ImageFile.Encode(stored, ImageFormat.Png);
        foreach (var little in new[] { true, false })
        {
            var tiff = Tiff(orientation, little);
            byte[] app1 = [0xFF, 0xE1, 0, (byte)(tiff.Length + 8), .. "Exif\0\0"u8, .. tiff];
            using var image = Decode([.. jpeg[..2], .. app1, .. jpeg[2..]]);
            Assert.Equal(corners, Pictures.Corners(image));
            Assert.Equal(orientation is >= 5 and <= 8 ? (24, 32) : (32, 24), (image.Width, image.Height));
        }
        Assert.Equal("RGBW", Pictures.Corners(Decode(png)));
    }

    private static byte[] Tiff(ushort orientation, bool little)
    {
        byte high = (byte)(orientation >> 8), low = (byte)orientation;
        return little
            ? [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, low, high, 0, 0, 0, 0, 0, 0]
            : [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, high, low, 0, 0, 0, 0, 0, 0];
    }

    private static Image Decode(ReadOnlySpan<byte> data) => ImageFile.Decode(data);
}
