using System.Numerics;

namespace AccessKiosk.Liveness.Motion;

/// <summary>
/// Least squares with Huber weights (IRLS) of the two motions that matter here: the similarity, which is a face that
/// shifts, nears or leans, and the homography, which is all that a rigid plane can do (Hartley and Zisserman 2004, 4.1).
/// Points are expected in about [−1, 1]; nothing is allocated.
/// </summary>
internal static class PlanarFit
{
    private const int Rounds = 4;

    /// <summary>Removes the best similarity.</summary>
    /// <param name="from">Points before.</param>
    /// <param name="to">The same points after.</param>
    /// <param name="residual">Receives what is left of each point's motion.</param>
    /// <returns>The similarity.</returns>
    public static Matrix3x2 Similarity(ReadOnlySpan<Vector2> from, ReadOnlySpan<Vector2> to, Span<Vector2> residual)
    {
        var map = Matrix3x2.Identity;
        Span<float> weights = stackalloc float[from.Length];
        weights.Fill(1);
        for (var round = 0; round < Rounds; round++)
        {
            var (n, mf, mt) = (0f, Vector2.Zero, Vector2.Zero);
            for (var i = 0; i < from.Length; i++)
                (n, mf, mt) = (n + weights[i], mf + weights[i] * from[i], mt + weights[i] * to[i]);
            (mf, mt) = (mf / n, mt / n);
            var (a, b, s) = (0f, 0f, 1e-9f);
            for (var i = 0; i < from.Length; i++)
            {
                var (p, q) = (from[i] - mf, to[i] - mt);
                a += weights[i] * Vector2.Dot(p, q);
                b += weights[i] * (p.X * q.Y - p.Y * q.X);
                s += weights[i] * p.LengthSquared();
            }

            (a, b) = (a / s, b / s);
            map = new(a, b, -b, a, mt.X - (a * mf.X - b * mf.Y), mt.Y - (b * mf.X + a * mf.Y));
            for (var i = 0; i < from.Length; i++)
                residual[i] = to[i] - Vector2.Transform(from[i], map);
            Reweigh(residual, weights);
        }

        return map;
    }

    /// <summary>Removes the best homography.</summary>
    /// <inheritdoc cref="Similarity"/>
    /// <param name="from">Points before.</param>
    /// <param name="to">The same points after.</param>
    /// <param name="residual">Receives what is left of each point's motion.</param>
    /// <returns>Whether the points determine one.</returns>
    public static bool Homography(ReadOnlySpan<Vector2> from, ReadOnlySpan<Vector2> to, Span<Vector2> residual)
    {
        Span<float> weights = stackalloc float[from.Length];
        Span<double> normal = stackalloc double[8 * 9];
        Span<double> h = stackalloc double[8];
        weights.Fill(1);
        for (var round = 0; round < Rounds; round++)
        {
            normal.Clear();
            for (var i = 0; i < from.Length; i++)
            {
                var (p, q, w) = (from[i], to[i], weights[i]);
                AddRow(normal, [p.X, p.Y, 1, 0, 0, 0, -p.X * q.X, -p.Y * q.X], q.X, w);
                AddRow(normal, [0, 0, 0, p.X, p.Y, 1, -p.X * q.Y, -p.Y * q.Y], q.Y, w);
            }

            if (!Solve(normal, h))
                return false;
            for (var i = 0; i < from.Length; i++)
            {
                var p = from[i];
                var z = h[6] * p.X + h[7] * p.Y + 1;
                residual[i] = to[i] - new Vector2((float)((h[0] * p.X + h[1] * p.Y + h[2]) / z), (float)((h[3] * p.X + h[4] * p.Y + h[5]) / z));
            }

            Reweigh(residual, weights);
        }

        return true;
    }

    /// <summary>Root of the mean of the squared lengths, the largest tenth left out: one wild vector must not speak for all.</summary>
    public static float Spread(ReadOnlySpan<Vector2> residual, Span<float> scratch)
    {
        for (var i = 0; i < residual.Length; i++)
            scratch[i] = residual[i].LengthSquared();
        var sorted = scratch[..residual.Length];
        sorted.Sort();
        var sum = 0f;
        var count = residual.Length * 9 / 10;
        for (var i = 0; i < count; i++)
            sum += sorted[i];
        return MathF.Sqrt(sum / Math.Max(1, count));
    }

    private static void Reweigh(ReadOnlySpan<Vector2> residual, Span<float> weights)
    {
        Span<float> lengths = stackalloc float[residual.Length];
        for (var i = 0; i < residual.Length; i++)
            lengths[i] = residual[i].Length();
        Span<float> sorted = stackalloc float[residual.Length];
        lengths.CopyTo(sorted);
        sorted.Sort();
        var bend = 1.5f * sorted[sorted.Length / 2] + 1e-6f;
        for (var i = 0; i < residual.Length; i++)
            weights[i] = lengths[i] <= bend ? 1 : bend / lengths[i];
    }

    private static void AddRow(Span<double> normal, ReadOnlySpan<float> row, float right, float weight)
    {
        for (var r = 0; r < 8; r++)
        {
            var wr = weight * row[r];
            if (wr == 0)
                continue;
            for (var c = r; c < 8; c++)
                normal[r * 9 + c] += wr * row[c];
            normal[r * 9 + 8] += wr * right;
        }
    }

    // Cholesky: the normal matrix is symmetric and positive; only its upper half is filled.
    private static bool Solve(Span<double> m, Span<double> x)
    {
        for (var i = 0; i < 8; i++)
        {
            for (var j = i; j < 8; j++)
            {
                var sum = m[i * 9 + j];
                for (var k = 0; k < i; k++)
                    sum -= m[k * 9 + i] * m[k * 9 + j];
                if (j == i)
                {
                    if (sum < 1e-10)
                        return false;
                    m[i * 9 + i] = Math.Sqrt(sum);
                }
                else
                {
                    m[i * 9 + j] = sum / m[i * 9 + i];
                }
            }
        }

        for (var i = 0; i < 8; i++)
        {
            var sum = m[i * 9 + 8];
            for (var k = 0; k < i; k++)
                sum -= m[k * 9 + i] * x[k];
            x[i] = sum / m[i * 9 + i];
        }

        for (var i = 7; i >= 0; i--)
        {
            var sum = x[i];
            for (var k = i + 1; k < 8; k++)
                sum -= m[i * 9 + k] * x[k];
            x[i] = sum / m[i * 9 + i];
        }

        return true;
    }
}
