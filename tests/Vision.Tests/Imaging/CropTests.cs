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
}
