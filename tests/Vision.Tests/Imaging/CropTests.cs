using System.Numerics;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Vision.Tests.Imaging;

public sealed class CropTests
{
    private static readonly TensorFormat Plain = new(ChannelOrder.Bgr, TensorLayout.Hwc, 1, 0);

    // Each pixel says where it is: blue its column, green its row, red their sum.
    private static Image Coordinates(int width, int height)
    {
        var image = Image.Create(width, height);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                new[] { (byte)x, (byte)y, (byte)(x + y) }.CopyTo(image.Row(y)[(3 * x)..]);
        return image;
    }

    [Theory]
    [InlineData(ChannelOrder.Bgr, TensorLayout.Hwc)]
    [InlineData(ChannelOrder.Rgb, TensorLayout.Hwc)]
    [InlineData(ChannelOrder.Bgr, TensorLayout.Chw)]
    [InlineData(ChannelOrder.Rgb, TensorLayout.Chw)]
    [InlineData(ChannelOrder.Bgr, TensorLayout.Cwh)]
    [InlineData(ChannelOrder.Rgb, TensorLayout.Cwh)]
    public void Every_value_lies_where_its_layout_says(ChannelOrder order, TensorLayout layout)
    {
        using var image = Coordinates(60, 50);
        const int width = 16, height = 12;
        var tensor = new float[3 * width * height];
        Crop.ToTensor(image, Matrix3x2.CreateTranslation(-7, -5), width, height, new(order, layout, 0.5f, -3), tensor);

        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                for (var c = 0; c < 3; c++)
                {
                    var at = layout switch
                    {
                        TensorLayout.Hwc => (y * width + x) * 3 + c,
                        TensorLayout.Chw => (c * height + y) * width + x,
                        _ => (c * width + x) * height + y,
                    };
                    var blueToRed = order == ChannelOrder.Bgr ? c : 2 - c;
                    var value = blueToRed switch { 0 => x + 7, 1 => y + 5, _ => x + y + 12 };
                    Assert.Equal(value * 0.5f - 3, tensor[at]);
                }
    }

    [Theory]
    [InlineData(1.0f)]
    [InlineData(0.6f)]
    [InlineData(0.5f)]
    [InlineData(0.3f)]
    [InlineData(0.2f)]
    [InlineData(1.7f)]
    public void The_middle_of_a_pixel_stays_the_middle_at_every_scale(float scale)
    {
        using var image = Coordinates(120, 120);
        var map = Matrix3x2.CreateTranslation(-20, -10) * Matrix3x2.CreateScale(scale);
        var side = (int)(80 * scale);
        var tensor = new float[3 * side * side];
        Crop.ToTensor(image, map, side, side, Plain, tensor);

        Matrix3x2.Invert(map, out var back);
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
            {
                // Pixel (i, j) of the source has the value i at i + 0.5; rounding and sampling leave up to one grey level.
                var place = Vector2.Transform(new(x + 0.5f, y + 0.5f), back);
                Assert.Equal(place.X - 0.5f, tensor[3 * (y * side + x)], 1.01f);
                Assert.Equal(place.Y - 0.5f, tensor[3 * (y * side + x) + 1], 1.01f);
            }
    }

    [Fact]
    public void A_batch_is_its_crops_one_after_the_other()
    {
        using var image = Coordinates(200, 150);
        Matrix3x2[] maps = [Matrix3x2.CreateTranslation(-20, -30), Matrix3x2.CreateScale(0.2f), Matrix3x2.CreateRotation(0.5f)];
        var format = TensorFormat.Range(ChannelOrder.Rgb, TensorLayout.Chw, -1, 1);
        var batch = new float[3 * 3 * 24 * 20];
        Crop.ToTensors(image, maps, 24, 20, format, batch);
        var single = new float[3 * 24 * 20];
        for (var i = 0; i < maps.Length; i++)
        {
            Crop.ToTensor(image, maps[i], 24, 20, format, single);
            Assert.True(single.AsSpan().SequenceEqual(batch.AsSpan(i * single.Length, single.Length)));
        }
        Assert.InRange(batch.Min(), -1, -0.9f);
    }

    [Theory]
    [InlineData(0.5f)]
    [InlineData(0.25f)]
    [InlineData(0.19f)]
    [InlineData(0.06f)]
    public void Shrinking_averages_where_sampling_would_alias(float scale)
    {
        using var image = Image.Create(640, 640);
        for (var y = 0; y < 640; y++)
            for (var x = 0; x < 640; x++)
                image.Row(y).Slice(3 * x, 3).Fill((byte)((x + y) % 2 * 255)); // The finest chequer there is.
        var side = (int)(640 * scale) - 2;
        var tensor = new float[3 * side * side];
        foreach (var angle in new[] { 0, 0.4f })
        {
            var map = Matrix3x2.CreateScale(scale) * Matrix3x2.CreateRotation(angle, new Vector2(320 * scale));
            Crop.ToTensor(image, map, side, side, Plain, tensor, Border.Replicate);
            var middle = 3 * (side / 2 * side + side / 2);
            Assert.All(tensor.AsSpan(middle - 6, 12).ToArray(), value => Assert.Equal(127.5f, value, 2f));
        }
    }

    [Fact]
    public void What_lies_outside_is_black_or_the_edge_continued()
    {
        using var image = Image.Create(50, 50);
        image.Pixels.Fill(200);
        var tensor = new float[3 * 20 * 20];
        foreach (var map in new[] { Matrix3x2.CreateTranslation(500, 500), Matrix3x2.CreateScale(0.1f) * Matrix3x2.CreateTranslation(-40, -40) })
        {
            Crop.ToTensor(image, map, 20, 20, Plain, tensor);
            Assert.All(tensor, value => Assert.Equal(0, value));
            Crop.ToTensor(image, map, 20, 20, Plain, tensor, Border.Replicate);
            Assert.All(tensor, value => Assert.Equal(200, value));
        }
    }

    [Fact]
    public void Faulty_calls_are_refused_before_anything_is_written()
    {
        using var image = Coordinates(50, 50);
        using var grey = Image.Create(50, 50, 1);
        var tensor = new float[3 * 8 * 8];
        Assert.Throws<ArgumentException>(() => Crop.ToTensor(image, Matrix3x2.Identity, 9, 8, Plain, tensor));
        Assert.Throws<ArgumentException>(() => Crop.ToTensor(grey, Matrix3x2.Identity, 8, 8, Plain, tensor));
        Assert.Throws<ArgumentOutOfRangeException>(() => Crop.ToTensor(image, Matrix3x2.Identity, 0, 8, Plain, tensor));
        Assert.Throws<ImageException>(() => Crop.ToTensor(image, default, 8, 8, Plain, tensor));
        Assert.Throws<ImageException>(() => Crop.ToTensor(image, Matrix3x2.CreateTranslation(float.NaN, 0), 8, 8, Plain, tensor));
        Assert.All(tensor, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Threads_do_not_disturb_one_another()
    {
        using var image = Pictures.Noise(640, 480, 3, seed: 9);
        var maps = Enumerable.Range(0, 8).Select(i => Matrix3x2.CreateScale(0.1f + 0.1f * i) * Matrix3x2.CreateRotation(0.2f * i)).ToArray();
        var expected = maps.Select(Tensor).ToArray();
        Parallel.For(0, 200, i => Assert.True(Tensor(maps[i % 8]).AsSpan().SequenceEqual(expected[i % 8])));

        float[] Tensor(Matrix3x2 map)
        {
            var tensor = new float[3 * 48 * 48];
            Crop.ToTensor(image, map, 48, 48, Plain, tensor);
            return tensor;
        }
    }
}
