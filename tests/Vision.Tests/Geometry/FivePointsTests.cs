using System.Numerics;
using AccessKiosk.Vision.Geometry;

namespace AccessKiosk.Vision.Tests.Geometry;

public sealed class FivePointsTests
{
    private static readonly FivePoints Level = new(new(10, 20), new(30, 20), new(20, 30), new(12, 40), new(28, 40));

    [Fact]
    public void The_mean_with_others_lies_midway_point_by_point()
    {
        var other = new FivePoints(new(14, 22), new(30, 24), new(22, 30), new(12, 44), new(30, 38));
        var mean = new FivePoints(new(12, 21), new(30, 22), new(21, 30), new(12, 42), new(29, 39));

        Assert.Equal(mean, Level.MeanWith(other));
        Assert.Equal(mean, other.MeanWith(Level));
        Assert.Equal(Level, Level.MeanWith(Level));
    }

    [Fact]
    public void A_head_that_leans_to_the_pictures_right_has_positive_roll()
    {
        Assert.Equal(0, Level.Roll);
        Assert.Equal(20, Level.EyeDistance);

        // With y downwards, a positive turn is clockwise to the eye.
        var turn = Matrix3x2.CreateRotation(0.3f);
        var leaning = Level with { LeftEye = Vector2.Transform(Level.LeftEye, turn), RightEye = Vector2.Transform(Level.RightEye, turn) };
        Assert.Equal(0.3f, leaning.Roll, 1e-5f);
        Assert.Equal(20, leaning.EyeDistance, 1e-4f);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(50)]
    public void A_head_that_turns_is_no_further_away(double degrees)
    {
        // ArcFace's mean face; a turn shortens it across.
        var across = new Vector2((float)Math.Cos(degrees * Math.PI / 180), 1);
        var points = new FivePoints(
            new Vector2(38.3f, 51.7f) * across, new Vector2(73.5f, 51.5f) * across, new Vector2(56, 71.7f) * across,
            new Vector2(41.5f, 92.4f) * across, new Vector2(70.7f, 92.2f) * across);

        Assert.InRange(points.FrontalEyeDistance, 32, 36);
        Assert.Equal(35.2f * across.X, points.EyeDistance, 0.1f);
    }
}
