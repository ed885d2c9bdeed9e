using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Vision.Tests.Imaging;

public sealed class DrawTests
{
    [Fact]
    public void Shapes_lie_where_they_are_said_to_and_nowhere_else()
    {
        using var image = Black(100, 80);
        Draw.Rectangle(image, new(10, 10, 40, 30), Colour.Red, thickness: 1);
        Draw.Circle(image, new(80.5f, 60.5f), 5, Colour.Green);
        Draw.Line(image, new(10.5f, 60.5f), new(50.5f, 60.5f), Colour.White, thickness: 1);
        Assert.True(image.Row(25)[3 * 49 + 2] + image.Row(25)[3 * 50 + 2] > 180); // Its right side, smoothed over two columns.
        Assert.Equal(new byte[] { 90, 220, 0 }, image.Row(60).Slice(3 * 80, 3).ToArray());
        Assert.True(image.Row(60)[3 * 30] > 200);
        Assert.Equal(0, image.Row(25)[3 * 30 + 2]);
        Assert.Equal(0, image.Row(60)[3 * 60]);
    }

    [Fact]
    public void What_lies_outside_is_left_out()
    {
        using var image = Black(20, 20);
        Draw.Rectangle(image, new(-1e9f, -50, 2e9f, 200), Colour.Red);
        Draw.Circle(image, new(float.NaN, 1e12f), 3, Colour.Red);
        Draw.Lines(image, [new(-100, -100), new(1e7f, 50), new(-5, 400)], closed: true, Colour.Red);
    }

    [Fact]
    public void Letters_without_a_shape_become_question_marks()
    {
        using var one = Black(120, 30);
        using var other = Black(120, 30);
        Draw.Text(one, "Zoë Ångström", new(2, 20), Colour.White);
        Draw.Text(other, "Zo? ?ngstr?m", new(2, 20), Colour.White);
        Assert.True(Pictures.Same(one, other));
        Assert.True(one.Pixels.IndexOfAnyExcept((byte)0) >= 0);
    }

    private static Image Black(int width, int height)
    {
        var image = Image.Create(width, height);
        image.Pixels.Clear();
        return image;
    }
}
