using AccessKiosk.Enrollment.Calibration.Metrics;
using AccessKiosk.Enrollment.Calibration.Statistics;

namespace AccessKiosk.Lab.Figures;

/// <summary>Verification and identification (ISO/IEC 19795-1).</summary>
internal static class RecognitionFigures
{
    /// <summary>The section.</summary>
    public static string Section(IReadOnlyDictionary<string, FigureResult> results) =>
        "## Recognition\n\n" + string.Concat(Verification(results, Measurements.Pairs, "Verification, listed pairs"), Verification(results, Measurements.AllPairs, "Verification, every picture against every other"), Identification(results));

    /// <summary>The README's row about pairs.</summary>
    public static string Headline(VerificationMetrics m) =>
        $"accuracy {Words.Number(100 * m.Accuracy)} ± {Words.Number(100 * m.AccuracyStd)} %; FNMR {Words.Of(Missed(m, "1e-3"))} at FMR 1e-3";

    /// <summary>Strangers of both halves together.</summary>
    public static ErrorRate Strangers(IEnumerable<IdentificationMetrics> halves) =>
        halves.Aggregate(new ErrorRate(0, 0), (sum, m) => new(sum.Errors + FalsePositives(m).Errors, sum.Trials + m.NonMatedProbes));

    private static string Verification(IReadOnlyDictionary<string, FigureResult> results, string name, string title)
    {
        if (!results.TryGetValue(name, out var result))
            return "";
        var m = result.Only<VerificationMetrics>();
        return $"""
            ### {title}

            {Words.Count(m.MatedPairs)} mated and {Words.Count(m.NonMatedPairs)} non-mated comparisons of {Words.Count(m.Images)} pictures, {m.Undetected} of them without a face found. Accuracy {Words.Number(100 * m.Accuracy)} ± {Words.Number(100 * m.AccuracyStd)} % over the folds, AUC {Words.Number(m.Auc, "0.00000")}, EER {Words.Percent(m.Eer)}. `{name}`

            {Words.Table(["FMR at most", "FNMR", "score from which two pictures match"], m.TmrAtFmr.Select(at => (IReadOnlyList<string>)[at.Key, Words.Of(Missed(m, at.Key)), Words.Number(at.Value.Threshold, "0.000")]))}

            """;
    }

    private static string Identification(IReadOnlyDictionary<string, FigureResult> results)
    {
        string[] halves = [.. new[] { Measurements.HalfA, Measurements.HalfB }.Where(results.ContainsKey)];
        if (halves.Length == 0)
            return "";
        var metrics = halves.Select(name => results[name].Only<IdentificationMetrics>()).ToList();
        return $"""
            ### Identification of people whom the calibration never saw

            FPIR 0.1 % wanted, one photo of each person enrolled. FPIR of {(halves.Length == 1 ? "this half" : "both halves together")}: {Words.Of(Strangers(metrics))}.

            {Words.Table(["", "people enrolled", "threshold", "FNIR", "FPIR", "right person first"], halves.Zip(metrics, (name, m) => (IReadOnlyList<string>)
                [$"`{name}`", Words.Count(m.Gallery), Words.Number(m.Threshold, "0.000"), Words.Of(m.FalseNegatives), Words.Of(FalsePositives(m)), Words.Percent(m.Rank1)]))}

            """;
    }

    private static ErrorRate FalsePositives(IdentificationMetrics m) => new((long)Math.Round(m.Fpir * m.NonMatedProbes), m.NonMatedProbes);

    private static ErrorRate Missed(VerificationMetrics m, string fmr)
    {
        var mated = m.MatedPairs;
        return new((long)Math.Round((1 - m.TmrAtFmr[fmr].Tmr) * mated), mated);
    }
}
