using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Vision.Tests.Imaging;

public sealed class ImageTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(63, 5, 1)]
    [InlineData(640, 480, 3)]
    [InlineData(33, 7, 3)]
    public void Rows_are_aligned_and_do_not_overlap(int width, int height, int channels)
    {
        using var image = Image.Create(width, height, channels);
        Assert.Equal(0, image.Stride % 64);
        for (var y = 0; y < height; y++)
            image.Row(y).Fill((byte)y);
        for (var y = 0; y < height; y++)
        {
            Assert.Equal(width * channels, image.Row(y).Length);
            Assert.True(image.Row(y).IndexOfAnyExcept((byte)y) < 0);
        }
        Assert.Equal(image.Stride * height, image.Pixels.Length);
    }

    [Fact]
    public void A_clone_has_the_same_pixels_and_its_own_memory()
    {
        using var image = Pictures.Noise(50, 40, 3, seed: 1);
        using var clone = image.Clone();
        Assert.True(Pictures.Same(image, clone));
        clone.Row(0)[0] ^= 1;
        Assert.False(Pictures.Same(image, clone));
    }

    [Fact]
    public void Nothing_of_a_disposed_picture_can_be_touched()
    {
        using var other = Image.Create(4, 4);
        var image = Image.Create(4, 4);
        image.Dispose();
        image.Dispose();
        Assert.Throws<ObjectDisposedException>(() => image.Row(0).Length);
        Assert.Throws<ObjectDisposedException>(() => image.Pixels.Length);
        Assert.Throws<ObjectDisposedException>(() => other.CopyTo(image));
        Assert.Throws<ObjectDisposedException>(() => ImageOps.Resize(image, other));
    }

    [Theory]
    [InlineData(0, 1, 3)]
    [InlineData(1, -1, 3)]
    [InlineData(1, 1, 2)]
    [InlineData(Image.MaxSide + 1, 1, 3)]
    public void A_size_out_of_range_is_refused(int width, int height, int channels) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Image.Create(width, height, channels));

    [Fact]
    public void A_picture_of_more_than_two_gigabytes_is_refused() =>
        Assert.Throws<ImageException>(() => Image.Create(Image.MaxSide, Image.MaxSide));

    [Fact]
    public void A_row_beyond_the_picture_is_refused()
    {
        using var image = Image.Create(4, 4);
        Assert.Throws<ArgumentOutOfRangeException>(() => image.Row(4).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => image.Row(-1).Length);
    }

    [Fact]
    public void The_library_behind_it_says_its_version() => Assert.StartsWith("4.", ImagingLibrary.OpenCvVersion, StringComparison.Ordinal);
}
