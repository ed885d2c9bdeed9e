using System.Globalization;
using AccessKiosk.Enrollment.Calibration.Metrics;
using AccessKiosk.Lab.Bench;
using AccessKiosk.Lab.Simulating;

namespace AccessKiosk.Lab.Figures;

/// <summary>The figures page, made from results alone.</summary>
internal static class FiguresPage
{
    private const string Begin = "<!-- five figures: ./kiosk lab figures -->\n", End = "<!-- end of the five figures -->\n";

    /// <summary>The whole page.</summary>
    public static string Markdown(IReadOnlyDictionary<string, FigureResult> results) => $"""
        # Figures

        Every figure on this page is computed by `./kiosk lab figures` from the results in `bench/results`, which are what the project's own commands printed; none is
        typed by hand. `./kiosk lab figures --run` measures again what there is data for, and makes the page anew. Figures that no result is kept of are in [evaluation](evaluation.md).
        Rates are errors of trials with 95 % bounds (Clopper and Pearson; without an error the one-sided bound, about 3/n). Bounds take trials as independent; those that
        share people are not quite. Ratios travel; times belong to the machine and to what else ran on it. Terms: [glossary](glossary.md).

        ## In short

        {Five(results)}
        {RecognitionFigures.Section(results)}{LivenessFigures.Section(results)}{SpeedFigures.Section(results)}## How each was measured

        {Words.Table(["name", "command", "data", "day", "commit", "load when it began", "took"], Measured(results).Select(r => (IReadOnlyList<string>)
            [$"`{r.Name}`", $"`{r.Command}`", r.Data, r.Measured.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), r.Commit, Words.Number(r.Load, "0.0"), $"{Words.Number(r.Seconds, "0")} s"]))}
        A commit with "+" had changes beside it. Load is the system's average of one minute: above the number of processors, others were at work too.

        {string.Concat(Measured(results).GroupBy(r => r.Machine, StringComparer.Ordinal).Select(g => $"- {g.Key}: {string.Join(", ", g.Select(r => $"`{r.Name}`"))}\n"))}
        ## Limits

        - The pictures of people are public photographs, older, whiter and more male than most workplaces; one photo is compared with one other, taken years apart.
        - Recorded attacks are few, and most clips come from a hand-held phone or a desk webcam. Simulated attacks show where passive liveness fails; they prove nothing about a real one.
        - Two men in three recordings stand for everybody where times to a decision are given.
        - No GPU, no arm64 and no real camera or lock took part.

        """;

    /// <summary>The table that the README shows too.</summary>
    public static string Five(IReadOnlyDictionary<string, FigureResult> results)
    {
        var rows = new List<IReadOnlyList<string>>();
        void Row(string name, string what, Func<FigureResult, string?> figure)
        {
            if (results.TryGetValue(name, out var result) && figure(result) is { } words)
                rows.Add([what, words, $"`{result.Command.Split(" && ")[^1]}`"]);
        }

        Row(Measurements.Pairs, "verification, listed pairs of LFW", r => RecognitionFigures.Headline(r.Only<VerificationMetrics>()));
        Row(Measurements.HalfA, "identification of people whom the calibration never saw, one photo each, FPIR 0.1 % wanted", _ => Identification(results));
        Row(Measurements.Simulated, "simulated attacks, passive, background known", r => LivenessFigures.Headline(r.Only<SimulationReport>()));
        Row(Measurements.Loop, "camera loop, every stage on, against the models' own inference in the same run", r => $"{Words.Percent(r.Only<BenchReport>().OverheadRatio)} on top, {Words.Number(r.Only<BenchReport>().BytesPerFrame, "0.#")} bytes allocated a frame");
        Row(Measurements.Search, "search among 100,000 people, exact, one thread", r => SpeedFigures.Against(r.Each<SpeedFigures.SearchTime>()) is var (ours, faiss)
            ? $"1/{Words.Number(faiss.MedianMs / ours.MedianMs, "0.0")} of the time of FAISS's flat index (Debian's build), {Words.Number(ours.Mb / faiss.Mb)} of its memory" : null);
        return Words.Table(["what", "figure", "reproduce with"], rows);
    }

    /// <summary>The README with the present five figures between its marks.</summary>
    /// <exception cref="Enrollment.InputException">It has no marks.</exception>
    public static string WithFive(string readme, IReadOnlyDictionary<string, FigureResult> results)
    {
        var (from, to) = (readme.IndexOf(Begin, StringComparison.Ordinal), readme.IndexOf(End, StringComparison.Ordinal));
        return from < 0 || to < from
            ? throw new Enrollment.InputException($"The README has no place for the figures: the lines {Begin.Trim()} and {End.Trim()}.")
            : readme[..(from + Begin.Length)] + "\n" + Five(results) + "\n" + readme[to..];
    }

    private static string Identification(IReadOnlyDictionary<string, FigureResult> results)
    {
        var halves = new[] { Measurements.HalfA, Measurements.HalfB }.Where(results.ContainsKey).Select(name => results[name].Only<IdentificationMetrics>()).ToList();
        return $"FPIR {Words.Of(RecognitionFigures.Strangers(halves))}; FNIR {string.Join(" and ", halves.Select(half => Words.Of(half.FalseNegatives)))}";
    }

    // In the order of the page, then whatever else lies in the folder.
    private static IEnumerable<FigureResult> Measured(IReadOnlyDictionary<string, FigureResult> results)
    {
        var order = Measurements.Names.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
        return results.Values.OrderBy(r => order.GetValueOrDefault(r.Name, order.Count)).ThenBy(r => r.Name, StringComparer.Ordinal);
    }
}
