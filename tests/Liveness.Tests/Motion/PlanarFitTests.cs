using System.Numerics;
using AccessKiosk.Liveness.Motion;

namespace AccessKiosk.Liveness.Tests.Motion;

public sealed class PlanarFitTests
{
    private static readonly Vector2[] Grid =
        [.. from y in Enumerable.Range(-5, 11) from x in Enumerable.Range(-5, 11) select new Vector2(x / 5f, y / 5f)];

    [Fact]
    public void A_tilting_plane_leaves_nothing_over()
    {
        var moved = Array.ConvertAll(Grid, p => Project(new(p, 0), 0.2f));

        Assert.True(Residual(moved) < 1e-4f);
    }

    [Fact]
    public void A_turning_solid_leaves_much_over()
    {
        var moved = Array.ConvertAll(Grid, p => Project(new(p, -0.5f * (1 - p.LengthSquared() / 2)), 0.2f));

        Assert.True(Residual(moved) > 0.01f);
    }

    [Fact]
    public void A_few_wild_points_do_not_bend_the_plane()
    {
        var moved = Array.ConvertAll(Grid, p => Project(new(p, 0), 0.2f));
        for (var i = 0; i < 8; i++)
            moved[i * 15] += new Vector2(0.5f, -0.3f);

        Assert.True(Residual(moved) < 0.02f);
    }

    [Fact]
    public void A_similarity_is_recovered()
    {
        var map = Matrix3x2.CreateScale(1.1f) * Matrix3x2.CreateRotation(0.1f) * Matrix3x2.CreateTranslation(0.05f, -0.02f);
        var moved = Array.ConvertAll(Grid, p => Vector2.Transform(p, map));
        var found = PlanarFit.Similarity(Grid, moved, new Vector2[Grid.Length]);

        Assert.Equal(map.M11, found.M11, 4);
        Assert.Equal(map.M12, found.M12, 4);
        Assert.Equal(map.M31, found.M31, 4);
    }

    private static float Residual(Vector2[] moved)
    {
        var left = new Vector2[Grid.Length];
        Assert.True(PlanarFit.Homography(Grid, moved, left));
        return PlanarFit.Spread(left, new float[Grid.Length]);
    }

    private static Vector2 Project(Vector3 p, float yaw)
    {
        var turned = Vector3.Transform(p, Matrix4x4.CreateRotationY(yaw));
        return new Vector2(turned.X, turned.Y) * (5 / (5 + turned.Z));
    }
}
