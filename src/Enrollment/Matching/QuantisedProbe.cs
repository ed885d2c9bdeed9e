using System.Numerics.Tensors;

namespace AccessKiosk.Enrollment.Matching;

/// <summary>A probe in the two forms a search reads: full, and 16-bit for the first pass. Reused between searches.</summary>
internal sealed class QuantisedProbe
{
    // Rounding of the few single-precision operations between integer sum and score.
    private const float RoundingSlack = 2e-6f;
    private const float LongestCoarse = 1.01f;

    private readonly float[] _full;
    private readonly short[] _coarse;
    private readonly int _dimension;
    private readonly int _largest;
    private float _norm;
    private float _error;

    public QuantisedProbe(int dimension, int stride)
    {
        _dimension = dimension;
        _full = new float[stride];
        _coarse = new short[stride];
        // Keeps 127 × largest × dimension, the greatest possible sum, within 32 bits.
        _largest = Math.Min(short.MaxValue, int.MaxValue / (sbyte.MaxValue * dimension));
    }

    public ReadOnlySpan<float> Full => _full;

    public ReadOnlySpan<short> Coarse => _coarse;

    /// <summary>What one unit of the coarse form is worth.</summary>
    public float Unit { get; private set; }

    /// <summary>How far a score can lie above the coarse one, for a reference whose coarse part leaves out <paramref name="rest"/>.</summary>
    public float Margin(float rest) => rest * _norm + (LongestCoarse + rest) * _error + RoundingSlack;

    public void Set(ReadOnlySpan<float> probe)
    {
        probe.CopyTo(_full);
        _norm = TensorPrimitives.Norm(probe);
        Unit = MathF.Abs(TensorPrimitives.MaxMagnitude(probe)) / _largest;
        var error = 0f;
        for (var i = 0; i < _dimension; i++)
        {
            var rounded = Math.Clamp((int)MathF.Round(probe[i] / Unit), -_largest, _largest);
            _coarse[i] = (short)rounded;
            var left = probe[i] - rounded * Unit;
            error += left * left;
        }
        _error = MathF.Sqrt(error);
    }
}
