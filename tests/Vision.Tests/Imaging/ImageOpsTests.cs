using System.Numerics;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Vision.Tests.Imaging;

public sealed class ImageOpsTests
{
    [Theory]
    [InlineData(16, 12)]
    [InlineData(13, 50)]
    [InlineData(90, 70)]
    public void Resizing_keeps_what_lies_where(int width, int height)
    {
        using var image = Pictures.Quadrants();
        using var resized = Image.Create(width, height);
        ImageOps.Resize(image, resized);
        Assert.Equal("RGBW", Pictures.Corners(resized));
    }

    [Theory]
    [InlineData(Rotation.Clockwise90, "BRWG")]
    [InlineData(Rotation.Half, "WBGR")]
    [InlineData(Rotation.Counterclockwise90, "GWRB")]
    public void Turning_goes_the_way_it_says(Rotation rotation, string corners)
    {
        using var image = Pictures.Quadrants();
        using var turned = rotation == Rotation.Half ? Image.Create(32, 24) : Image.Create(24, 32);
        ImageOps.Rotate(image, turned, rotation);
        Assert.Equal(corners, Pictures.Corners(turned));
    }

    [Fact]
    public void A_whole_shift_moves_pixels_exactly()
    {
        using var image = Pictures.Noise(40, 30, 3, seed: 4);
        using var moved = Image.Create(40, 30);
        ImageOps.Warp(image, moved, Matrix3x2.CreateTranslation(5, 3));
        for (var y = 3; y < 30; y++)
            Assert.True(moved.Row(y)[15..].SequenceEqual(image.Row(y - 3)[..^15]));
        Assert.True(moved.Row(0).IndexOfAnyExcept((byte)0) < 0); // Outside is black.
    }

    [Fact]
    public void A_replicated_border_continues_the_edge()
    {
        using var image = Pictures.Noise(40, 30, 3, seed: 5);
        using var moved = Image.Create(40, 30);
        ImageOps.Warp(image, moved, Matrix3x2.CreateTranslation(0, 3), Border.Replicate);
        for (var y = 0; y < 3; y++)
            Assert.True(moved.Row(y).SequenceEqual(image.Row(0)));
    }

    [Fact]
    public void Grey_is_the_eye_s_brightness()
    {
        using var image = Pictures.Quadrants();
        using var grey = Image.Create(32, 24, 1);
        ImageOps.ToGrey(image, grey);
        Assert.Equal(76, grey.Row(0)[0]); // ITU-R BT.601: 0.299 of red,
        Assert.Equal(150, grey.Row(0)[31]); // 0.587 of green,
        Assert.Equal(29, grey.Row(23)[0]); // 0.114 of blue.
        Assert.Equal(255, grey.Row(23)[31]);
    }

    [Fact]
    public void A_target_of_another_shape_is_refused_and_stays_as_it_was()
    {
        using var image = Pictures.Quadrants();
        using var wrong = Pictures.Noise(10, 10, 1, seed: 6);
        using var before = wrong.Clone();
        Assert.Throws<ImageException>(() => ImageOps.Resize(image, wrong));
        Assert.Throws<ImageException>(() => ImageOps.ToGrey(image, wrong));
        Assert.Throws<ImageException>(() => ImageOps.Rotate(image, wrong, Rotation.Half));
        Assert.Throws<ImageException>(() => ImageOps.Warp(image, wrong, Matrix3x2.Identity));
        Assert.True(Pictures.Same(before, wrong));
    }

    [Fact]
    public void A_map_without_an_inverse_is_refused()
    {
        using var image = Pictures.Quadrants();
        using var target = Image.Create(8, 8);
        Assert.Throws<ImageException>(() => ImageOps.Warp(image, target, new Matrix3x2(1, 2, 2, 4, 0, 0)));
        Assert.Throws<ImageException>(() => ImageOps.Warp(image, target, new Matrix3x2(float.NaN, 0, 0, 1, 0, 0)));
    }

    [Fact]
    public void A_blurred_photo_is_less_sharp_and_as_bright()
    {
        using var photo = ImageFile.Load(Pictures.Sample(1));
        using var small = Image.Create(photo.Width / 6, photo.Height / 6);
        using var blurred = Image.Create(photo.Width, photo.Height);
        ImageOps.Resize(photo, small);
        ImageOps.Resize(small, blurred);
        var region = new Box(photo.Width * 0.3f, photo.Height * 0.2f, 150, 150);
        var (sharp, soft) = (ImageOps.Measure(photo, region), ImageOps.Measure(blurred, region));
        Assert.True(soft.Sharpness < sharp.Sharpness / 4, $"{soft.Sharpness} against {sharp.Sharpness}");
        Assert.Equal(sharp.Mean, soft.Mean, 3f);
        Assert.True(soft.StandardDeviation < sharp.StandardDeviation);
    }

    [Fact]
    public void The_measures_of_a_known_picture_are_known()
    {
        using var image = Image.Create(256, 256, 1);
        for (var y = 0; y < 256; y++)
            image.Row(y).Fill((byte)(y < 128 ? 0 : 255));
        var all = ImageOps.Measure(image, new(0, 0, 256, 256));
        Assert.Equal(127.5f, all.Mean, 0.1f);
        Assert.Equal(127.5f, all.StandardDeviation, 0.1f);
        Assert.Equal((0.5f, 0.5f), (all.Dark, all.Bright));
        // Two rows of 128 carry the edge, ±255: their share of the squares is the variance.
        Assert.Equal(2 * 255 * 255 / 128f, all.Sharpness, 1f);
        var lower = ImageOps.Measure(image, new(-50, 160, 200, 500));
        Assert.Equal(new RegionMeasures(0, 255, 0, 0, 1), lower);
    }

    [Fact]
    public void A_region_outside_the_picture_is_refused()
    {
        using var image = Pictures.Quadrants();
        Assert.Throws<ArgumentException>(() => ImageOps.Measure(image, new(40, 0, 10, 10)));
        Assert.Throws<ArgumentException>(() => ImageOps.Measure(image, new(float.NaN, 0, 10, 10)));
    }
}
