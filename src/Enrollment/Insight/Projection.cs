using MathNet.Numerics.LinearAlgebra;

namespace AccessKiosk.Enrollment.Insight;

/// <summary>The two directions in which vectors differ most (principal components).</summary>
internal static class Projection
{
    /// <summary>Places vectors in two dimensions, each 0 to 1, and gives the share of the variance that they show.</summary>
    /// <param name="vectors">Vectors of one length.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static (IReadOnlyList<(float X, float Y)> Places, double Share) Of(IReadOnlyList<float[]> vectors, CancellationToken cancellationToken)
    {
        if (vectors.Count < 3)
            return ([.. vectors.Select((_, i) => (X: (i + 1f) / (vectors.Count + 1), Y: 0.5f))], 1);
        var length = vectors[0].Length;
        var mean = new double[length];
        foreach (var vector in vectors)
            for (var d = 0; d < length; d++)
                mean[d] += vector[d] / (double)vectors.Count;
        var centred = Matrix<double>.Build.Dense(vectors.Count, length, (row, column) => vectors[row][column] - mean[column]);
        cancellationToken.ThrowIfCancellationRequested();
        var covariance = centred.TransposeThisAndMultiply(centred);
        cancellationToken.ThrowIfCancellationRequested();
        // Ascending: the last two are the greatest.
        var parts = covariance.Evd(Symmetricity.Symmetric);
        var total = parts.EigenValues.Sum(value => Math.Max(0, value.Real));
        var places = centred * parts.EigenVectors.SubMatrix(0, length, length - 2, 2);
        var (x, y) = (Scaled(places.Column(1)), Scaled(places.Column(0)));
        return ([.. x.Zip(y)], total == 0 ? 1 : (parts.EigenValues[^1].Real + parts.EigenValues[^2].Real) / total);
    }

    private static IEnumerable<float> Scaled(Vector<double> values)
    {
        var (low, high) = (values.Minimum(), values.Maximum());
        return values.Select(value => high > low ? (float)((value - low) / (high - low)) : 0.5f);
    }
}
