using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Calibration.Statistics;

namespace AccessKiosk.Enrollment.Calibration.OperatingPoints;

/// <summary>Turns a calibration record into thresholds. The only place where a threshold is chosen.</summary>
/// <remarks>
/// Where at least <see cref="EnoughErrors"/> false matches back a rate, the threshold is read off the record; below that
/// it is the upper 95 % bound of the fitted tail's quantile, never below the last threshold that is read off.
/// </remarks>
public sealed class ThresholdSelector
{
    /// <summary>False matches that a rate must rest on to count as seen.</summary>
    public const int EnoughErrors = 10;

    /// <summary>The chance per attempt, wanted by default, that someone not enrolled is taken for somebody.</summary>
    public const double DefaultFpir = 0.001;

    // Two decades beyond the data is as far as a fitted tail is trusted.
    private const double FurthestExtrapolation = 100;

    private readonly CalibrationRecord _record;
    private readonly IReadOnlyList<DistributionPoint> _points;

    /// <summary>Selects from a record.</summary>
    public ThresholdSelector(CalibrationRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        _record = record;
        _points = record.Distribution;
    }

    /// <summary>The lowest false match rate that the record can speak for.</summary>
    public double LeastFmr => _record.Tail is null
        ? (double)EnoughErrors / Comparisons
        : 1 / (FurthestExtrapolation * Comparisons);

    private long Comparisons => _record.Data.NonMatedComparisons;

    /// <summary>The threshold for a wanted FPIR per search of a gallery.</summary>
    /// <param name="gallerySize">References in the gallery; an empty one counts as one.</param>
    /// <param name="fpir">Wanted false positive identification rate, above 0 and below 1.</param>
    /// <exception cref="CalibrationException">The record cannot speak for so low an error; says what would.</exception>
    public OperatingPoint ForGallery(long gallerySize, double fpir = DefaultFpir)
    {
        if (!(fpir is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(fpir), fpir, "An FPIR is above 0 and below 1.");
        var size = Math.Max(1, gallerySize);
        var (threshold, fmr, extrapolated) = ForFmr(Fpir.RequiredFmr(fpir, size), $"FPIR {fpir:g3} among {size:n0} references");
        return new(threshold, fmr, Fpir.Of(fmr, size), FnmrAt(threshold), size, extrapolated);
    }

    /// <summary>The threshold for a wanted FMR, for comparing two images alone.</summary>
    /// <exception cref="CalibrationException">The record cannot speak for so low an error; says what would.</exception>
    public OperatingPoint ForFmr(double fmr)
    {
        if (!(fmr is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(fmr), fmr, "An FMR is above 0 and below 1.");
        var (threshold, backed, extrapolated) = ForFmr(fmr, $"FMR {fmr:g3}");
        return new(threshold, backed, backed, FnmrAt(threshold), 1, extrapolated);
    }

    /// <summary>How often a stranger would score at least this high.</summary>
    public FmrEstimate FmrOf(float score)
    {
        // The nearest calibrated threshold at or below the score: never too few errors.
        var i = LastAtOrBelow(score);
        var errors = i < 0 ? Comparisons : _points[i].FalseMatches;
        var seen = new ErrorRate(errors, Comparisons);
        if (errors >= EnoughErrors || _record.Tail is not { } tail || score <= tail.Level)
            return new(seen.Rate, seen.Upper95, Extrapolated: false);
        var upper = Math.Min(seen.Upper95, tail.UpperFmrAt(score, LeastFmr));
        return new(Math.Clamp(tail.FmrAt(score), LeastFmr, upper), upper, Extrapolated: true);
    }

    /// <summary>Share of mated comparisons below a threshold, as calibrated; never too low.</summary>
    public double FnmrAt(float threshold)
    {
        var i = LastAtOrBelow(MathF.BitDecrement(threshold)) + 1;
        return i == _points.Count ? 1 : (double)_points[i].FalseNonMatches / _record.Data.MatedComparisons;
    }

    private (float Threshold, double Fmr, bool Extrapolated) ForFmr(double fmr, string wanted)
    {
        var allowed = fmr * Comparisons;
        var seen = _points.First(p => p.FalseMatches <= Math.Max(allowed, EnoughErrors));
        if (allowed >= EnoughErrors)
            return (seen.Threshold, Math.Max((double)seen.FalseMatches / Comparisons, LeastFmr), false);
        if (_record.Tail is not { } tail || fmr < LeastFmr)
        {
            throw new CalibrationException(
                $"The calibration record cannot give a threshold for {wanted}: it needs FMR {fmr:g3}, and {Comparisons:n0} " +
                $"non-mated comparisons speak for {LeastFmr:g3} at best. Calibrate with more people (comparisons grow with the square of the images).");
        }
        var threshold = Math.Max(seen.Threshold, (float)Math.Min(2, tail.UpperThresholdFor(fmr)));
        if (threshold > 1)
            throw new CalibrationException($"No score can give {wanted}: its threshold would be above 1. Calibrate with more people, or better images.");
        return (threshold, fmr, true);
    }

    private int LastAtOrBelow(float score)
    {
        var (low, high) = (0, _points.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_points[middle].Threshold <= score)
                low = middle + 1;
            else
                high = middle;
        }
        return low - 1;
    }
}
