using System.Numerics;

namespace AccessKiosk.Vision.Geometry;

/// <summary>Turn, scale and shift between two sets of points (Umeyama 1991), closed form in two dimensions.</summary>
public static class Similarity
{
    /// <summary>
    /// The map without mirroring that brings <paramref name="from"/> as near to <paramref name="to"/> as can be, by
    /// the sum of squared distances over all points.
    /// </summary>
    /// <param name="from">At least two points, not all the same.</param>
    /// <param name="to">As many points, in the same order.</param>
    /// <exception cref="ArgumentException">The numbers of points differ, or the points determine no map.</exception>
    public static Matrix3x2 Estimate(ReadOnlySpan<Vector2> from, ReadOnlySpan<Vector2> to)
    {
        if (from.Length != to.Length || from.Length < 2)
            throw new ArgumentException("A similarity needs at least two pairs of points.");
        Vector2 fromMean = Vector2.Zero, toMean = Vector2.Zero;
        for (var i = 0; i < from.Length; i++)
            (fromMean, toMean) = (fromMean + from[i], toMean + to[i]);
        fromMean /= from.Length;
        toMean /= from.Length;

        double spread = 0, along = 0, across = 0;
        for (var i = 0; i < from.Length; i++)
        {
            var (a, b) = (from[i] - fromMean, to[i] - toMean);
            spread += a.LengthSquared();
            along += Vector2.Dot(a, b);
            across += a.X * b.Y - a.Y * b.X;
        }
        if (!(spread > 0) || !double.IsFinite(spread + along + across))
            throw new ArgumentException("The points are all the same, or not finite.");
        var (cos, sin) = ((float)(along / spread), (float)(across / spread));
        return new(
            cos, sin, -sin, cos,
            toMean.X - (cos * fromMean.X - sin * fromMean.Y), toMean.Y - (sin * fromMean.X + cos * fromMean.Y));
    }

    /// <summary>The same for the five points of a face.</summary>
    /// <param name="from">The points of one frame.</param>
    /// <param name="to">The points of another.</param>
    /// <exception cref="ArgumentException">The points determine no map.</exception>
    public static Matrix3x2 Estimate(in FivePoints from, in FivePoints to)
    {
        Span<Vector2> a = stackalloc Vector2[5], b = stackalloc Vector2[5];
        from.CopyTo(a);
        to.CopyTo(b);
        return Estimate(a, b);
    }
}
