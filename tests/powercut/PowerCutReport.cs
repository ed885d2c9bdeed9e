using System.Text.Json.Serialization;
using AccessKiosk.Enrollment.Calibration.Statistics;

namespace AccessKiosk.PowerCut;

/// <summary>A state that the engine did not stand.</summary>
/// <param name="State">Its number.</param>
/// <param name="Step">How many recorded calls came before the cut.</param>
/// <param name="Acknowledged">How many operations had been acknowledged; -1 before the first opening.</param>
/// <param name="Cut">What reached the disk of the rest.</param>
/// <param name="Fault">What is wrong.</param>
internal sealed record StateFailure(int State, int Step, int Acknowledged, string Cut, string Fault);

/// <summary>How much was recorded.</summary>
internal readonly record struct RecordingSize(int Calls, int Writes, int Flushes);

/// <summary>The outcome for one engine.</summary>
internal sealed record PowerCutReport(
    string Engine,
    bool IsControl,
    int Seed,
    int Operations,
    int States,
    int DistinctStates,
    RecordingSize Recording,
    double Seconds,
    IReadOnlyList<StateFailure> Failures)
{
    /// <summary>The rate of failures with its 95 % bounds (Clopper and Pearson; the rule of three for none).</summary>
    [JsonIgnore]
    public ErrorRate Rate => new(Failures.Count, States);

    /// <summary>The upper 95 % bound.</summary>
    public double UpperBound95 => Rate.Upper95;

    /// <summary>An engine must stand every state; a control must not.</summary>
    public bool Passed => IsControl ? Failures.Count > 0 : Failures.Count == 0;
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<PowerCutReport>))]
internal sealed partial class ReportJson : JsonSerializerContext;
