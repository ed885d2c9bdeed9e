using System.Numerics;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Motion;
using AccessKiosk.Vision.Tests.Imaging;

namespace AccessKiosk.Vision.Tests.Motion;

public sealed class OpticalFlowTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    [InlineData(-1.5f, 3)]
    public void A_known_shift_of_a_photo_is_found(float x, float y)
    {
        using var photo = ImageFile.Load(Pictures.Sample(1));
        using var grey = Image.Create(photo.Width, photo.Height, 1);
        ImageOps.ToGrey(photo, grey);
        using var from = Image.Create(128, 128, 1);
        using var to = Image.Create(128, 128, 1);
        var crop = Matrix3x2.CreateTranslation(-photo.Width / 3, -photo.Height / 4);
        ImageOps.Warp(grey, from, crop);
        ImageOps.Warp(grey, to, crop * Matrix3x2.CreateTranslation(x, y));

        using var flow = new OpticalFlow();
        flow.Compute(from, to);
        Assert.Equal((128, 128, 128 * 128), (flow.Width, flow.Height, flow.Field.Length));
        var sorted = flow.Field.ToArray();
        Assert.Equal(x, Median(sorted, v => v.X), 0.15f);
        Assert.Equal(y, Median(sorted, v => v.Y), 0.15f);

        var first = flow.Field.ToArray();
        flow.Compute(from, to);
        Assert.Equal(first, flow.Field.ToArray()); // The pair before leaves no trace.
    }

    [Theory]
    [InlineData(100, 75)]
    [InlineData(129, 66)]
    [InlineData(190, 107)]
    public void Rows_with_padding_are_followed_as_well_as_those_without(int width, int height)
    {
        using var photo = ImageFile.Load(Pictures.Sample(1));
        using var grey = Image.Create(photo.Width, photo.Height, 1);
        ImageOps.ToGrey(photo, grey);
        using var from = Image.Create(width, height, 1);
        using var to = Image.Create(width, height, 1);
        var crop = Matrix3x2.CreateTranslation(-photo.Width / 3, -photo.Height / 4);
        ImageOps.Warp(grey, from, crop);
        ImageOps.Warp(grey, to, crop * Matrix3x2.CreateTranslation(2, -1));
        Assert.NotEqual(width, from.Stride);

        using var flow = new OpticalFlow();
        flow.Compute(from, to);
        Assert.Equal(2, Median(flow.Field.ToArray(), v => v.X), 0.3f);
        Assert.Equal(-1, Median(flow.Field.ToArray(), v => v.Y), 0.3f);
    }

    [Fact]
    public void The_size_may_change_between_calls()
    {
        using var flow = new OpticalFlow();
        foreach (var side in new[] { 64, 128, OpticalFlow.MinSide, 96 })
        {
            using var image = Pictures.Noise(side, side + 7, 1, seed: side);
            flow.Compute(image, image);
            Assert.Equal(side * (side + 7), flow.Field.Length);
            Assert.True(flow.Field.ToArray().All(v => v.Length() < 0.05f));
        }
    }

    [Fact]
    public void Pictures_that_do_not_go_together_are_refused()
    {
        using var flow = new OpticalFlow();
        using var grey = Image.Create(64, 64, 1);
        using var other = Image.Create(64, 65, 1);
        using var colour = Image.Create(64, 64);
        using var small = Image.Create(64, OpticalFlow.MinSide - 1, 1);
        Assert.Throws<ArgumentException>(() => flow.Compute(grey, other));
        Assert.Throws<ArgumentException>(() => flow.Compute(colour, colour));
        Assert.Throws<ArgumentException>(() => flow.Compute(small, small));
        Assert.True(flow.Field.IsEmpty);
    }

    private static float Median(Vector2[] field, Func<Vector2, float> part) => field.Select(part).Order().ElementAt(field.Length / 2);
}
