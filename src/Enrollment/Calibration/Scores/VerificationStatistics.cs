using System.Numerics.Tensors;

namespace AccessKiosk.Enrollment.Calibration.Scores;

/// <summary>Figures over all thresholds at once.</summary>
public static class VerificationStatistics
{
    /// <summary>Area under the ROC: the chance that a mated score is above a non-mated one, ties counting half.</summary>
    public static double Auc(ComparisonScores scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var mated = scores.Mated.Bins;
        var nonMated = scores.NonMated.Bins;
        var (lower, sum) = (0.0, 0.0);
        for (var bin = 0; bin < ScoreBins.Count; bin++)
        {
            sum += mated[bin] * (lower + nonMated[bin] / 2.0);
            lower += nonMated[bin];
        }
        return sum / ((double)scores.Mated.Count * scores.NonMated.Count);
    }

    /// <summary>Equal error rate: where the DET curve crosses FMR = FNMR.</summary>
    public static double Eer(ComparisonScores scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var (fmr, fnmr) = (1.0, 0.0);
        var (above, below) = (scores.NonMated.Count, 0L);
        for (var bin = 0; bin < ScoreBins.Count; bin++)
        {
            above -= scores.NonMated.Bins[bin];
            below += scores.Mated.Bins[bin];
            var nextFmr = (double)above / scores.NonMated.Count;
            var nextFnmr = (double)below / scores.Mated.Count;
            if (nextFnmr >= nextFmr)
            {
                var share = (fmr - fnmr) / (fmr - fnmr + nextFnmr - nextFmr);
                return fmr + share * (nextFmr - fmr);
            }
            (fmr, fnmr) = (nextFmr, nextFnmr);
        }
        return fmr;
    }

    /// <summary>
    /// Accuracy as LFW's protocol has it: each fold is decided with the threshold that is best on the other folds.
    /// </summary>
    /// <returns>Mean and sample standard deviation over the folds; with one fold, its own best threshold and 0.</returns>
    public static (double Accuracy, double StandardDeviation) Accuracy(ComparisonScores scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var folds = scores.Mated.Folds;
        var accuracies = new List<double>();
        var mated = new long[ScoreBins.Count];
        var nonMated = new long[ScoreBins.Count];
        for (var fold = 0; fold < folds; fold++)
        {
            var ownMated = scores.Mated.FoldBins(fold);
            var ownNonMated = scores.NonMated.FoldBins(fold);
            if (TensorPrimitives.Sum(ownMated) + TensorPrimitives.Sum(ownNonMated) == 0)
                continue;
            TensorPrimitives.Subtract(scores.Mated.Bins, folds > 1 ? ownMated : new long[ScoreBins.Count], mated);
            TensorPrimitives.Subtract(scores.NonMated.Bins, folds > 1 ? ownNonMated : new long[ScoreBins.Count], nonMated);
            accuracies.Add(Share(ownMated, ownNonMated, BestEdge(mated, nonMated)));
        }
        var mean = accuracies.Average();
        var squares = accuracies.Sum(a => (a - mean) * (a - mean));
        return (mean, accuracies.Count > 1 ? Math.Sqrt(squares / (accuracies.Count - 1)) : 0);
    }

    // The middle of the first run of edges with the most right decisions.
    private static int BestEdge(ReadOnlySpan<long> mated, ReadOnlySpan<long> nonMated)
    {
        var right = TensorPrimitives.Sum(mated);
        var (best, first, last) = (right, 0, 0);
        for (var edge = 1; edge < ScoreBins.Count; edge++)
        {
            right += nonMated[edge - 1] - mated[edge - 1];
            if (right > best)
                (best, first, last) = (right, edge, edge);
            else if (right == best && last == edge - 1)
                last = edge;
        }
        return (first + last) / 2;
    }

    private static double Share(ReadOnlySpan<long> mated, ReadOnlySpan<long> nonMated, int edge) =>
        (double)(TensorPrimitives.Sum(mated[edge..]) + TensorPrimitives.Sum(nonMated[..edge]))
        / (TensorPrimitives.Sum(mated) + TensorPrimitives.Sum(nonMated));
}
