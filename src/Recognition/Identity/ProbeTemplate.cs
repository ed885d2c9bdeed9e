using System.Numerics.Tensors;
using AccessKiosk.Vision.Embedding;

namespace AccessKiosk.Recognition.Identity;

/// <summary>A track's probe: the mean of its embeddings weighted by quality, of length 1.</summary>
public sealed class ProbeTemplate
{
    private readonly float[] _sum = new float[FaceEmbedder.Dimensions];
    private readonly float[] _mean = new float[FaceEmbedder.Dimensions];

    private float _weight;

    /// <summary>Embeddings in the mean.</summary>
    public int Count { get; private set; }

    /// <summary>Mean quality of its embeddings; 0 while there is none.</summary>
    public float Quality => Count == 0 ? 0 : _weight / Count;

    /// <summary>The mean; meaningless while <see cref="Count"/> is 0.</summary>
    public ReadOnlySpan<float> Mean => _mean;

    /// <summary>Comparison score of a new embedding against the mean so far; 1 for the first.</summary>
    public float Agreement(ReadOnlySpan<float> embedding) => Count == 0 ? 1 : TensorPrimitives.Dot(_mean, embedding);

    /// <summary>Adds an embedding.</summary>
    /// <param name="embedding">512 floats of length 1.</param>
    /// <param name="weight">Its quality, above 0.</param>
    public void Add(ReadOnlySpan<float> embedding, float weight)
    {
        TensorPrimitives.MultiplyAdd(embedding, weight, _sum, _sum);
        TensorPrimitives.Divide(_sum, TensorPrimitives.Norm<float>(_sum), _mean);
        _weight += weight;
        Count++;
    }

    /// <summary>Forgets everything, the numbers included.</summary>
    public void Clear()
    {
        Array.Clear(_sum);
        Array.Clear(_mean);
        (_weight, Count) = (0, 0);
    }
}
