using System.Numerics;
using AccessKiosk.Vision.Motion;

namespace AccessKiosk.Vision.Tests.Motion;

public sealed class HomographyTests
{
    private static readonly Homography Truth = new(1.1, 0.05, -20, -0.03, 0.95, 12, 0.0002, -0.0001, 1);

    [Fact]
    public void The_plane_is_found_among_three_outliers_in_ten()
    {
        var (from, to) = Scene(100, outliers: 30);
        var residuals = new float[100];
        var fit = Homography.Fit(from, to, 1.5f, residuals)!.Value;
        Assert.InRange(fit.Inliers, 70, 74);
        Assert.True(fit.InlierResidual < 0.5f);
        Assert.All(residuals.Skip(30), r => Assert.True(r < 1.5f));
        Assert.True(residuals.Take(30).Order().ElementAt(4) > 5);
        Assert.True(Vector2.Distance(fit.Map.Map(new(320, 240)), Truth.Map(new(320, 240))) < 0.3f);
    }

    [Fact]
    public void The_same_points_give_the_same_answer()
    {
        var (from, to) = Scene(60, outliers: 20);
        var first = Homography.Fit(from, to, 2, new float[60]);
        for (var i = 0; i < 5; i++)
            Assert.Equal(first, Homography.Fit(from, to, 2, new float[60]));
    }

    [Fact]
    public void Points_on_a_line_determine_nothing()
    {
        var line = Enumerable.Range(0, 20).Select(i => new Vector2(i, 2 * i)).ToArray();
        Assert.Null(Homography.Fit(line, line, 1, new float[20]));
    }

    [Fact]
    public void Too_few_points_are_refused()
    {
        Vector2[] three = [new(0, 0), new(1, 0), new(0, 1)];
        Assert.Throws<ArgumentException>(() => Homography.Fit(three, three, 1, new float[3]));
    }

    private static (Vector2[] From, Vector2[] To) Scene(int count, int outliers)
    {
        var random = new Random(7);
        var from = Enumerable.Range(0, count).Select(_ => new Vector2(random.NextSingle() * 640, random.NextSingle() * 480)).ToArray();
        var to = from.Select((p, i) => i < outliers
            ? new Vector2(random.NextSingle() * 640, random.NextSingle() * 480)
            : Truth.Map(p) + new Vector2(random.NextSingle() - 0.5f, random.NextSingle() - 0.5f) * 0.6f).ToArray();
        return (from, to);
    }
}
