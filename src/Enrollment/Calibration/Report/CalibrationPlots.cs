using System.Globalization;
using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Calibration.OperatingPoints;

namespace AccessKiosk.Enrollment.Calibration.Report;

/// <summary>The pictures of a calibration, each an SVG file of its own.</summary>
public static class CalibrationPlots
{
    private const double LowestDecade = -8;
    private static readonly double[] RoundSteps = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2];

    /// <summary>How mated and non-mated scores fall, with the thresholds in use.</summary>
    /// <param name="record">The calibration.</param>
    /// <param name="marks">Thresholds to draw, with their labels.</param>
    public static string Histogram(CalibrationRecord record, params IReadOnlyList<(float Threshold, string Label)> marks)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(marks);
        var bins = record.Histogram.Mated.Count;
        var (mated, nonMated) = (Shares(record.Histogram.Mated), Shares(record.Histogram.NonMated));
        var first = Enumerable.Range(0, bins).First(i => mated[i] + nonMated[i] > 0);
        var from = Math.Floor((2.0 * first / bins - 1) * 5) / 5;
        var top = Math.Max(mated.Max(), nonMated.Max()) * 1.12;
        var chart = new SvgChart(
            "Distribution of comparison scores", "Share of mated and of non-mated comparisons by score.", (from, 1, false), (0, top, false));
        chart.XTicks(Steps(from, 1, 0.2).Select(v => (v, v.ToString("0.0", CultureInfo.InvariantCulture))), "comparison score");
        chart.YTicks(Steps(0, top, Step(top)).Select(v => (v, (v * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %")), "share of comparisons per bin");
        double[] edges = [.. Enumerable.Range(0, bins + 1).Select(i => 2.0 * i / bins - 1)];
        chart.Steps(edges, nonMated, "b");
        chart.Steps(edges, mated, "a");
        foreach (var (i, (threshold, label)) in marks.Index())
            chart.Vertical(threshold, label, i, before: threshold > (from + 1) / 2);
        chart.Key(("b", "non-mated (two people)"), ("a", "mated (one person)"));
        return chart.ToString();
    }

    /// <summary>Detection error trade-off: FNMR over FMR, both logarithmic, with the reported rates and what is extrapolated.</summary>
    public static string Det(CalibrationRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        double nonMated = record.Data.NonMatedComparisons;
        double mated = record.Data.MatedComparisons;
        var selector = new ThresholdSelector(record);
        var lowest = Math.Max(LowestDecade, Math.Floor(Math.Log10(selector.LeastFmr)));
        var floor = Math.Min(-3, Math.Floor(Math.Log10(1 / mated)));
        var chart = new SvgChart(
            "Detection error trade-off", "False non-match rate over false match rate.", (Math.Pow(10, lowest), 1, true), (Math.Pow(10, floor), 1, true));
        chart.XTicks(Decades(lowest), "false match rate (FMR)");
        chart.YTicks(Decades(floor), "false non-match rate (FNMR)");
        chart.Line(
            record.Distribution.Where(p => p.FalseMatches >= ThresholdSelector.EnoughErrors && p.FalseNonMatches > 0)
                .Select(p => (p.FalseMatches / nonMated, p.FalseNonMatches / mated)), "line a");
        if (record.Tail is not null)
            chart.Line(Extrapolated(selector, Math.Pow(10, lowest), ThresholdSelector.EnoughErrors / nonMated), "dash b");
        foreach (var at in record.AtFmr.Where(a => a.Fnmr.Errors > 0))
        {
            chart.Line([(at.WantedFmr, at.Fnmr.Lower95), (at.WantedFmr, at.Fnmr.Upper95)], "line c");
            chart.Dot(at.WantedFmr, at.Fnmr.Rate, "c", FormattableString.Invariant($"{at.Fnmr.Rate:p2} at {at.Threshold:f3}"), above: true);
        }
        chart.Key(("a", "measured"), ("b", "extrapolated (upper 95 % bound of the fitted tail)"));
        return chart.ToString();
    }

    /// <summary>Receiver operating characteristic: true match rate over false match rate, where it was measured.</summary>
    public static string Roc(CalibrationRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        double nonMated = record.Data.NonMatedComparisons;
        double mated = record.Data.MatedComparisons;
        (double Fmr, double Tmr)[] measured =
        [
            .. record.Distribution.Where(p => p.FalseMatches >= ThresholdSelector.EnoughErrors)
                .Select(p => (p.FalseMatches / nonMated, 1 - p.FalseNonMatches / mated)),
        ];
        var lowest = Math.Max(LowestDecade, Math.Floor(Math.Log10(measured.Min(p => p.Fmr))));
        // The axis begins below the lowest rate, so that good systems can be told apart.
        var least = measured.Min(p => p.Tmr);
        var step = Step(1.02 - least);
        var floor = Math.Max(0, Math.Floor(Math.Min(least, 1 - step) / step) * step);
        var chart = new SvgChart(
            "Receiver operating characteristic", "True match rate over false match rate.", (Math.Pow(10, lowest), 1, true), (floor, 1, false));
        chart.XTicks(Decades(lowest), "false match rate (FMR)");
        chart.YTicks(Steps(floor, 1, step).Select(v => (v, (v * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %")), "true match rate (TMR)");
        chart.Line(measured, "line a");
        foreach (var at in record.AtFmr.Where(a => a.WantedFmr >= measured.Min(p => p.Fmr) && !a.Extrapolated))
            chart.Dot(at.WantedFmr, 1 - at.Fnmr.Rate, "c", FormattableString.Invariant($"{1 - at.Fnmr.Rate:p2}"), above: false);
        chart.Key(("a", FormattableString.Invariant($"measured; area under the whole curve (AUC) {record.Auc:f5}")));
        return chart.ToString();
    }

    private static IEnumerable<(double, double)> Extrapolated(ThresholdSelector selector, double from, double to)
    {
        for (var fmr = to; fmr > from; fmr /= 1.3)
        {
            if (TryFnmr(selector, fmr) is { } fnmr and < 1)
                yield return (fmr, fnmr);
        }
    }

    private static double? TryFnmr(ThresholdSelector selector, double fmr)
    {
        try
        {
            return selector.ForFmr(fmr).Fnmr;
        }
        catch (CalibrationException)
        {
            return null;
        }
    }

    private static double[] Shares(IReadOnlyList<long> counts)
    {
        double total = counts.Sum();
        return [.. counts.Select(c => c / total)];
    }

    private static double Step(double top) => RoundSteps.First(s => top / s <= 8);

    private static IEnumerable<double> Steps(double from, double to, double step) =>
        Enumerable.Range(0, (int)Math.Floor((to - from) / step + 1e-9) + 1).Select(i => from + i * step);

    private static IEnumerable<(double, string)> Decades(double lowest) =>
        Enumerable.Range((int)lowest, -(int)lowest + 1).Select(d => (Math.Pow(10, d), d switch
        {
            0 => "100 %",
            -1 => "10 %",
            -2 => "1 %",
            -3 => "0.1 %",
            _ => "1e" + d.ToString(CultureInfo.InvariantCulture),
        }));
}
