using System.Numerics;
using AccessKiosk.Vision.Geometry;

namespace AccessKiosk.Vision.Tests.Geometry;

public sealed class SimilarityTests
{
    private static readonly Vector2[] Points = [new(38, 52), new(74, 51), new(56, 72), new(41, 92), new(71, 93)];

    [Theory]
    [InlineData(1, 0, 0, 0)]
    [InlineData(0.3f, 0.8f, -100, 45)]
    [InlineData(4, -2.9f, 300, -20)]
    public void A_similarity_is_found_again(float scale, float angle, float x, float y)
    {
        var map = Matrix3x2.CreateScale(scale) * Matrix3x2.CreateRotation(angle) * Matrix3x2.CreateTranslation(x, y);
        var moved = Points.Select(p => Vector2.Transform(p, map)).ToArray();
        var found = Similarity.Estimate(Points, moved);
        foreach (var (p, q) in Points.Zip(moved))
            Assert.True(Vector2.Distance(Vector2.Transform(p, found), q) < 1e-3f * scale + 1e-3f);
    }

    [Fact]
    public void No_other_similarity_fits_better()
    {
        var random = new Random(1);
        var to = Points.Select(p => p + new Vector2(random.NextSingle() - 0.5f, random.NextSingle() - 0.5f) * 12).ToArray();
        var found = Similarity.Estimate(Points, to);
        var least = Error(found);
        for (var i = 0; i < 500; i++)
        {
            var nudge = Matrix3x2.CreateScale(1 + Small(), new Vector2(56, 72)) * Matrix3x2.CreateRotation(Small(), new Vector2(56, 72))
                * Matrix3x2.CreateTranslation(20 * Small(), 20 * Small());
            Assert.True(Error(found * nudge) >= least - 1e-3);
        }

        double Error(Matrix3x2 map) => Points.Zip(to).Sum(pair => (double)Vector2.DistanceSquared(Vector2.Transform(pair.First, map), pair.Second));
        float Small() => (random.NextSingle() - 0.5f) * 0.05f;
    }

    [Fact]
    public void A_mirrored_set_is_not_mirrored_back()
    {
        var mirrored = Points.Select(p => new Vector2(-p.X, p.Y)).ToArray();
        Assert.True(Similarity.Estimate(Points, mirrored).GetDeterminant() > 0);
    }

    [Fact]
    public void Points_that_determine_no_map_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Similarity.Estimate([new(1, 1)], [new(1, 1)]));
        Assert.Throws<ArgumentException>(() => Similarity.Estimate([new(1, 1), new(1, 1)], [new(1, 1), new(2, 2)]));
        Assert.Throws<ArgumentException>(() => Similarity.Estimate([new(1, 1), new(float.NaN, 1)], [new(1, 1), new(2, 2)]));
        Assert.Throws<ArgumentException>(() => Similarity.Estimate(Points, Points.AsSpan(1)));
    }
}
