using System.Numerics.Tensors;
using AccessKiosk.Enrollment.Calibration.Statistics;

namespace AccessKiosk.Enrollment.Calibration.Scores;

/// <summary>The scores of all mated, or of all non-mated, comparisons: counts in fine bins, and exact where errors are.</summary>
/// <remarks>
/// A comparison is a match when its score is at or above the threshold. Error counts are exact for thresholds among
/// <see cref="Extremes"/>; elsewhere a threshold acts as the edge of its bin (1/32,768 wide) on the side of more errors.
/// </remarks>
public sealed class ScoreDistribution
{
    private readonly long[][] _folds;
    private readonly long[] _total = new long[ScoreBins.Count];
    private readonly long[] _below = new long[ScoreBins.Count + 1];
    private readonly bool _errorsAreHigh;
    private readonly bool _complete;

    internal ScoreDistribution(long[][] folds, ExtremeScores extremes, bool errorsAreHigh)
    {
        _folds = folds;
        _errorsAreHigh = errorsAreHigh;
        Extremes = extremes.ToSorted();
        _complete = extremes.Complete;
        foreach (var fold in folds)
            TensorPrimitives.Add<long>(_total, fold, _total);
        for (var bin = 0; bin < ScoreBins.Count; bin++)
            _below[bin + 1] = _below[bin] + _total[bin];
    }

    /// <summary>Comparisons.</summary>
    public long Count => _below[^1];

    /// <summary>The comparisons most like errors, worst first: lowest mated, or highest non-mated.</summary>
    public IReadOnlyList<ScoredPair> Extremes { get; }

    /// <summary>Whether <see cref="Extremes"/> holds every error at a threshold.</summary>
    public bool KeepsAllErrorsAt(float threshold) =>
        _complete || (Extremes.Count > 0 && !IsError(Extremes[^1].Score, threshold));

    /// <summary>False non-matches (of mated) or false matches (of non-mated) at a threshold.</summary>
    public ErrorRate ErrorsAt(float threshold)
    {
        if (KeepsAllErrorsAt(threshold))
            return new(CountExtremes(threshold), Count);
        // The whole bin that the threshold falls in counts as errors.
        var bin = ScoreBins.Of(threshold);
        return new(_errorsAreHigh ? Count - _below[bin] : _below[bin + 1], Count);
    }

    /// <summary>The lowest threshold with at most <paramref name="allowed"/> false matches; for non-mated scores.</summary>
    internal float ThresholdFor(long allowed)
    {
        if (allowed >= Count)
            return -1;
        if (allowed < Extremes.Count)
            return MathF.BitIncrement(Extremes[(int)allowed].Score);
        var (low, high) = (0, ScoreBins.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Count - _below[middle] <= allowed)
                high = middle;
            else
                low = middle + 1;
        }
        return ScoreBins.Edge(low);
    }

    /// <summary>Scores per bin.</summary>
    internal ReadOnlySpan<long> Bins => _total;

    internal int Folds => _folds.Length;

    internal ReadOnlySpan<long> FoldBins(int fold) => _folds[fold];

    private bool IsError(float score, float threshold) => _errorsAreHigh ? score >= threshold : score < threshold;

    private int CountExtremes(float threshold)
    {
        var (low, high) = (0, Extremes.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (IsError(Extremes[middle].Score, threshold))
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
