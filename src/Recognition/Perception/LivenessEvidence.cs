using System.Text.Json;
using System.Text.Json.Serialization;
using AccessKiosk.Liveness;
using AccessKiosk.Liveness.Cues;
using AccessKiosk.Liveness.Fusion;

namespace AccessKiosk.Recognition.Perception;

/// <summary>The evidence of a track over time as it is kept with an alert: numbers alone, with the coefficients and limits that judged them.</summary>
/// <param name="Bias">Log-odds of live when no cue can tell.</param>
/// <param name="LiveAbove">Log-odds above which a track is live.</param>
/// <param name="AttackBelow">Log-odds below which it is an attack.</param>
/// <param name="Seconds">When each sample was taken, since the track began.</param>
/// <param name="LogOdds">The sum of the evidence, a value a sample.</param>
/// <param name="Verdicts">The verdict, a value a sample.</param>
/// <param name="Cues">Every cue.</param>
public sealed record LivenessEvidence(
    float Bias, float LiveAbove, float AttackBelow,
    IReadOnlyList<float> Seconds, IReadOnlyList<float> LogOdds, IReadOnlyList<LivenessVerdict> Verdicts, IReadOnlyList<CueEvidence> Cues)
{
    // Finer than a plot shows; keeps an alert's row small.
    private const int MostSamples = 128;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Copies what an assessor has seen.</summary>
    public static LivenessEvidence Of(LivenessAssessor assessor)
    {
        var all = assessor.Evidence.Samples;
        var samples = new List<EvidenceSample>();
        var every = (all.Length + MostSamples - 1) / MostSamples;
        // From the end: the last sample is the one that was judged.
        for (var i = all.Length - 1; i >= 0; i -= every)
            samples.Insert(0, all[i]);
        var calibration = assessor.Calibration;
        return new(
            calibration.Bias, calibration.LiveAbove, calibration.AttackBelow,
            [.. samples.Select(s => Short(s.Seconds))], [.. samples.Select(s => Short(s.LogOdds))], [.. samples.Select(s => s.Verdict)],
            [.. calibration.Cues.Select(cue => new CueEvidence(
                cue, [.. samples.Select(s => Short(s.Cues[cue.Cue].Evidence))], [.. samples.Select(s => Short(s.Cues[cue.Cue].Confidence))]))]);
    }

    /// <summary>For the store.</summary>
    public string Format() => JsonSerializer.Serialize(this, Json);

    /// <summary>From the store; null when there is none, or it is of a version that this one cannot read.</summary>
    public static LivenessEvidence? Parse(string? stored)
    {
        if (stored is null)
            return null;
        try
        {
            return JsonSerializer.Deserialize<LivenessEvidence>(stored, Json) is { Seconds.Count: > 0 } evidence && evidence.IsWhole ? evidence : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The cue that spoke most for an attack at the end: one that forbids by itself before all others; null when none spoke for it.</summary>
    public Cue? FindStrongest()
    {
        var last = Seconds.Count - 1;
        return last < 0 ? null : Cues
            .Where(cue => cue.Contribution(last) < 0)
            .OrderByDescending(cue => cue.Coefficient.Forbids(new(cue.Evidence[last], cue.Confidence[last])))
            .ThenBy(cue => cue.Contribution(last))
            .Select(cue => (Cue?)cue.Coefficient.Cue)
            .FirstOrDefault();
    }

    private bool IsWhole => LogOdds.Count == Seconds.Count && Verdicts.Count == Seconds.Count
        && Cues.All(cue => cue.Evidence.Count == Seconds.Count && cue.Confidence.Count == Seconds.Count);

    private static float Short(float value) => MathF.Round(value, 4);
}

/// <summary>One cue over time.</summary>
/// <param name="Coefficient">How it counts.</param>
/// <param name="Evidence">In the cue's own unit, a value a sample.</param>
/// <param name="Confidence">0 (cannot tell) to 1, a value a sample.</param>
public sealed record CueEvidence(CueCoefficient Coefficient, IReadOnlyList<float> Evidence, IReadOnlyList<float> Confidence)
{
    /// <summary>A sample on the scale that all cues share.</summary>
    public float Z(int sample) => Coefficient.Z(new(Evidence[sample], Confidence[sample]));

    /// <summary>What a sample adds to the log-odds of live.</summary>
    public float Contribution(int sample) => Coefficient.Weight * Confidence[sample] * Z(sample);
}
