using System.Text.Encodings.Web;
using System.Text.Json;
using AccessKiosk.Enrollment.Calibration.Statistics;
using AccessKiosk.Liveness;
using AccessKiosk.Simulation;

namespace AccessKiosk.Lab.Simulating;

/// <summary>Error rates on simulated attacks. Kept apart from those on real recordings, and never added to them.</summary>
internal sealed record SimulationReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Always true: no figure below says anything about a real attack by itself.</summary>
    public bool Simulated { get; } = true;

    /// <summary>What the attacks were made of.</summary>
    public required string Material { get; init; }

    /// <summary>Whether every presentation was challenged: then an error is a challenge that was passed.</summary>
    public required bool Challenged { get; init; }

    /// <summary>First seed.</summary>
    public required int From { get; init; }

    /// <summary>Seconds from the instrument's appearance within which "live" is an error.</summary>
    public required double WindowSeconds { get; init; }

    /// <summary>Seconds for which the kiosk saw the empty room before.</summary>
    public required double EmptyRoomSeconds { get; init; }

    /// <summary>Whether every trial was run; false after an interruption.</summary>
    public required bool Complete { get; init; }

    /// <summary>Processor time a trial.</summary>
    public required double SecondsPerTrial { get; init; }

    /// <summary>Attacks called live (errors), by species.</summary>
    public required IReadOnlyDictionary<string, SpeciesReport> Apcer { get; init; }

    /// <summary>The control, live people before the same simulated camera, not called live (errors); null when it was not run.</summary>
    public SpeciesReport? Bpcer { get; init; }

    /// <summary>Sums up.</summary>
    public static SimulationReport Of(SimulationPlan plan, IReadOnlyList<SimulatedTrial> trials, string material, double secondsPerTrial)
    {
        var groups = trials.GroupBy(t => t.Species).ToDictionary(g => g.Key, g => SpeciesReport.Of(g.Key, [.. g]));
        return new()
        {
            Material = material,
            Challenged = plan.IsChallenged,
            From = plan.From,
            WindowSeconds = plan.WindowSeconds,
            EmptyRoomSeconds = plan.EmptySeconds,
            Complete = trials.Count == plan.Trials,
            SecondsPerTrial = Math.Round(secondsPerTrial, 3),
            Apcer = groups.Where(g => g.Key is not Species.BonaFide).ToDictionary(g => g.Key.ToString(), g => g.Value, StringComparer.Ordinal),
            Bpcer = groups.GetValueOrDefault(Species.BonaFide),
        };
    }

    /// <summary>The report as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

/// <summary>One species.</summary>
/// <param name="Errors">Attacks called live; for the control, people not called live.</param>
/// <param name="Trials">Presentations.</param>
/// <param name="Rate">Errors over trials.</param>
/// <param name="Upper95">Upper 95 % bound (Clopper-Pearson).</param>
/// <param name="Attack">Called an attack.</param>
/// <param name="Open">Neither: a challenge would have been asked.</param>
/// <param name="FailedSeeds">The seeds of the errors, to look at them again.</param>
internal sealed record SpeciesReport(int Errors, int Trials, double Rate, double Upper95, int Attack, int Open, IReadOnlyList<int> FailedSeeds)
{
    /// <summary>Counts one species' trials.</summary>
    public static SpeciesReport Of(Species species, IReadOnlyList<SimulatedTrial> trials)
    {
        var failed = trials.Where(t => (t.Verdict is LivenessVerdict.Live) != species is Species.BonaFide).Select(t => t.Seed).Order().ToArray();
        var attack = trials.Count(t => t.Verdict is LivenessVerdict.Attack);
        var rate = new ErrorRate(failed.Length, trials.Count);
        return new(failed.Length, trials.Count, Math.Round(rate.Rate, 5), Math.Round(rate.Upper95, 5), attack, trials.Count(t => t.Verdict is not (LivenessVerdict.Live or LivenessVerdict.Attack)), failed);
    }
}
