using AccessKiosk.Enrollment.Calibration.Statistics;
using AccessKiosk.Lab.Evaluation;
using AccessKiosk.Lab.Simulating;

namespace AccessKiosk.Lab.Figures;

/// <summary>Presentation attack detection (ISO/IEC 30107-3). Recordings and simulated attacks are never mixed.</summary>
internal static class LivenessFigures
{
    /// <summary>What is kept of a report about recordings.</summary>
    internal sealed record Recorded(IReadOnlyDictionary<string, RateReport> Apcer, RateReport Bpcer, IReadOnlyList<PromptnessReport> Promptness, IReadOnlyList<StillsReport>? Stills, ChallengeReport? Challenge);

    /// <summary>The section.</summary>
    public static string Section(IReadOnlyDictionary<string, FigureResult> results) => "## Liveness\n\n" + string.Concat(
        Recordings(results, Measurements.Recordings, "Recordings, as recorded"), Recordings(results, Measurements.KnownBackground, "Recordings, judged as where the background is known"),
        Simulated(results, Measurements.Simulated, "Simulated attacks, background known"), Simulated(results, Measurements.SimulatedUnknown, "Simulated attacks, background never seen empty"));

    /// <summary>The README's row about simulated attacks.</summary>
    public static string Headline(SimulationReport report)
    {
        var worst = report.Apcer.Where(species => species.Value.Errors > 0).OrderByDescending(species => species.Value.Rate).ThenBy(species => species.Key, StringComparer.Ordinal)
            .Select(species => $"{species.Key} {Words.Of(Rate(species.Value))}").ToList();
        var clean = report.Apcer.Values.Where(species => species.Errors == 0).ToList();
        return string.Join("; ", [.. worst, $"APCER 0 in each of {clean.Count} species{(clean.Count > 0 ? $" ({clean.Min(s => s.Trials)} presentations each, at most {Words.Percent(clean.Max(s => s.Upper95))})" : "")}"]);
    }

    private static string Recordings(IReadOnlyDictionary<string, FigureResult> results, string name, string title)
    {
        if (!results.TryGetValue(name, out var result))
            return "";
        var report = result.Only<Recorded>();
        var challenge = report.Challenge is not { } c ? "" : $"Against random challenges {Words.Of(Rate(c.Attack))} attempts of attack recordings passed by luck.\n\n";
        var stills = report.Stills?.Where(s => s.Set == PromptnessReport.All).Select(s =>
            $"Stills by texture alone (nothing moves, so that no other cue can tell): {s.Attack.Count} of {s.Attack.Trials} attacks and {s.Live.Count} of {s.Live.Trials} live faces count as live; {s.NotFound} without a face near enough.\n\n").FirstOrDefault();
        return $"""
            ### {title}

            {challenge}{stills}{Words.Table(["", "errors", ""],
            [
                .. report.Apcer.OrderBy(species => species.Key, StringComparer.Ordinal).Select(species => (IReadOnlyList<string>)[$"APCER, {species.Key}", Words.Of(Rate(species.Value)), $"`{name}`"]),
                ["BPCER: not called live within the clip, unasked", Words.Of(Rate(report.Bpcer)), $"`{name}`"],
            ])}
            {Words.Table(["live people", "within 1 s", "2 s", "3 s", "ever", "called an attack"], report.Promptness.Select(p => (IReadOnlyList<string>)
                [p.Group, $"{p.Within1.Count} of {p.Within1.Trials}", $"{p.Within2.Count}", $"{p.Within3.Count}", $"{p.Ever.Count}", $"{p.CalledAttack.Count}"]))}

            """;
    }

    private static string Simulated(IReadOnlyDictionary<string, FigureResult> results, string name, string title)
    {
        if (!results.TryGetValue(name, out var result))
            return "";
        var report = result.Only<SimulationReport>();
        var control = report.Bpcer is { } live ? [["BonaFide (control): BPCER", Words.Of(Rate(live)), $"{live.Attack}", $"{live.Open}"]] : Array.Empty<IReadOnlyList<string>>();
        return $"""
            ### {title}

            Passive, {Words.Number(report.WindowSeconds, "0")} s from the appearance of the instrument. Simulated by seed from recordings: no figure here speaks for a real attack. `{name}`

            {Words.Table(["species", "APCER: called live", "called an attack", "asked for a challenge"],
                [.. report.Apcer.OrderBy(species => species.Key, StringComparer.Ordinal).Select(species => (IReadOnlyList<string>)[species.Key, Words.Of(Rate(species.Value)), $"{species.Value.Attack}", $"{species.Value.Open}"]), .. control])}

            """;
    }

    private static ErrorRate Rate(RateReport report) => new(report.Errors, report.Trials);

    private static ErrorRate Rate(SpeciesReport report) => new(report.Errors, report.Trials);
}
