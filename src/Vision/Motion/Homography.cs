using System.Numerics;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Vision.Motion;

/// <summary>A map between two views of one plane: projective, row-major, its last entry 1.</summary>
public readonly record struct Homography(
    double M11, double M12, double M13, double M21, double M22, double M23, double M31, double M32, double M33)
{
    /// <summary>Where a point goes; not finite for points on the map's horizon.</summary>
    public Vector2 Map(Vector2 point)
    {
        var w = M31 * point.X + M32 * point.Y + M33;
        return new((float)((M11 * point.X + M12 * point.Y + M13) / w), (float)((M21 * point.X + M22 * point.Y + M23) / w));
    }

    /// <summary>
    /// Finds the map that most pairs of points agree with (RANSAC, Fischler and Bolles 1981, refined over the
    /// inliers), and how far every point lies from where the map puts it. The same points give the same answer.
    /// </summary>
    /// <param name="from">At least four points.</param>
    /// <param name="to">As many, in the same order.</param>
    /// <param name="threshold">Largest distance in pixels at which a pair agrees.</param>
    /// <param name="residuals">Receives each pair's distance in pixels, inliers and outliers alike.</param>
    /// <returns>Null when the points determine no map (too few agree, or they lie on a line).</returns>
    /// <exception cref="ArgumentException">Too few points, or the lengths differ.</exception>
    public static unsafe HomographyFit? Fit(
        ReadOnlySpan<Vector2> from, ReadOnlySpan<Vector2> to, float threshold, Span<float> residuals)
    {
        if (from.Length < 4 || to.Length != from.Length || residuals.Length < from.Length)
            throw new ArgumentException("A homography needs at least four pairs of points and space for as many residuals.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threshold);
        Span<double> m = stackalloc double[9];
        Span<byte> inliers = from.Length <= 1024 ? stackalloc byte[from.Length] : new byte[from.Length];
        fixed (Vector2* a = from, b = to)
        fixed (double* matrix = m)
        fixed (byte* mask = inliers)
        {
            var status = NativeMethods.Homography(a, b, from.Length, threshold, matrix, mask);
            NativeMethods.Check(status);
            if (status == NativeMethods.End)
                return null;
        }

        var map = new Homography(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8]);
        var (count, squares) = (0, 0.0);
        for (var i = 0; i < from.Length; i++)
        {
            residuals[i] = Vector2.Distance(map.Map(from[i]), to[i]);
            if (inliers[i] == 0)
                continue;
            count++;
            squares += residuals[i] * (double)residuals[i];
        }
        return new(map, count, (float)Math.Sqrt(squares / Math.Max(1, count)));
    }
}

/// <summary>How well a plane explains two views.</summary>
/// <param name="Map">The map.</param>
/// <param name="Inliers">Pairs of points that agree with it.</param>
/// <param name="InlierResidual">Root mean square distance of the inliers in pixels.</param>
public readonly record struct HomographyFit(Homography Map, int Inliers, float InlierResidual);
