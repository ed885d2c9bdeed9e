using System.Numerics.Tensors;

namespace AccessKiosk.Bench.Matching;

/// <summary>
/// Made-up embeddings of 512 components that spread over 80 directions: non-mated scores then have a standard deviation
/// of about 0.11, as face embeddings have, and not the 0.04 of evenly spread vectors, which would flatter a first pass.
/// </summary>
internal sealed class SyntheticPeople
{
    public const int Dimension = 512;
    private const int Directions = 80;
    private readonly float[][] _directions;
    private readonly Random _random;

    public SyntheticPeople(int seed)
    {
        var fixedSeed = new Random(1);
        _directions = [.. Enumerable.Range(0, Directions).Select(_ => Gaussians(fixedSeed))];
        _random = new Random(seed);
    }

    /// <summary>Writes the next embedding.</summary>
    public void Next(Span<float> vector)
    {
        vector.Clear();
        foreach (var direction in _directions)
            TensorPrimitives.MultiplyAdd(direction, (float)Gaussian(_random), vector, vector);
        Normalise(vector);
    }

    /// <summary>Writes a probe whose score with <paramref name="reference"/> is about 0.7.</summary>
    public void Mated(ReadOnlySpan<float> reference, Span<float> vector)
    {
        Next(vector);
        TensorPrimitives.MultiplyAdd(reference, 0.98f, vector, vector);
        Normalise(vector);
    }

    private static void Normalise(Span<float> vector) =>
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);

    private static float[] Gaussians(Random random) =>
        [.. Enumerable.Range(0, Dimension).Select(_ => (float)Gaussian(random))];

    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
