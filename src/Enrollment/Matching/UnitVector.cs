using System.Numerics.Tensors;

namespace AccessKiosk.Enrollment.Matching;

/// <summary>Embeddings as directions: unit vectors, compared by cosine similarity.</summary>
public static class UnitVector
{
    private const float Tolerance = 1e-3f;

    /// <summary>The comparison score of two unit vectors of one model: their cosine similarity, -1 to 1.</summary>
    public static float Score(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => TensorPrimitives.Dot(a, b);

    /// <summary>Refuses what is not a vector of <paramref name="dimension"/> finite components and length 1.</summary>
    /// <exception cref="ArgumentException">The message names <paramref name="what"/>, never a component.</exception>
    public static void Require(ReadOnlySpan<float> vector, int dimension, string what)
    {
        if (vector.Length != dimension)
            throw new ArgumentException($"{what} has {vector.Length} components; {dimension} are expected.");
        var norm = TensorPrimitives.Norm(vector);
        if (!(MathF.Abs(norm - 1) <= Tolerance))
            throw new ArgumentException($"{what} has length {norm:g4}; embeddings must be normalised to length 1.");
    }
}
