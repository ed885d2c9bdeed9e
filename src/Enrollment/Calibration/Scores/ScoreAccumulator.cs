using System.Numerics.Tensors;

namespace AccessKiosk.Enrollment.Calibration.Scores;

/// <summary>Takes in scores by the million: counts by bin and fold, and the errors' ends exactly. One a thread.</summary>
internal sealed class ScoreAccumulator
{
    private readonly long[][] _mated;
    private readonly long[][] _nonMated;
    private readonly ExtremeScores _lowestMated = new(highest: false);
    private readonly ExtremeScores _highestNonMated = new(highest: true);

    public ScoreAccumulator(int folds)
    {
        _mated = [.. Enumerable.Range(0, folds).Select(_ => new long[ScoreBins.Count])];
        _nonMated = [.. Enumerable.Range(0, folds).Select(_ => new long[ScoreBins.Count])];
    }

    public void Offer(in ScoredPair pair, bool mated, int fold)
    {
        var bin = ScoreBins.Of(pair.Score);
        if (mated)
        {
            _mated[fold][bin]++;
            _lowestMated.Offer(pair);
        }
        else
        {
            _nonMated[fold][bin]++;
            _highestNonMated.Offer(pair);
        }
    }

    public void Add(ScoreAccumulator other)
    {
        for (var fold = 0; fold < _mated.Length; fold++)
        {
            TensorPrimitives.Add<long>(_mated[fold], other._mated[fold], _mated[fold]);
            TensorPrimitives.Add<long>(_nonMated[fold], other._nonMated[fold], _nonMated[fold]);
        }
        _lowestMated.Add(other._lowestMated);
        _highestNonMated.Add(other._highestNonMated);
    }

    public ComparisonScores ToScores() => new(
        new ScoreDistribution(_mated, _lowestMated, errorsAreHigh: false),
        new ScoreDistribution(_nonMated, _highestNonMated, errorsAreHigh: true));
}
