using System.Text.Json;
using System.Text.Json.Serialization;
using AccessKiosk.Foundation;
using AccessKiosk.Liveness.Cues;
using AccessKiosk.Liveness.Texture;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Liveness.Fusion;

/// <summary>
/// The fitted part of the liveness decision: how much each cue counts, and what is assumed about the texture network. Bound to
/// the network that it was fitted with; a calibration file, not a constant in code, since texture does not carry over between
/// cameras.
/// </summary>
public sealed record LivenessCalibration
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter<Cue>(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The texture network that it was fitted with.</summary>
    public TextureNetwork Texture { get; init; } = new();

    /// <summary>What it was fitted on, in words.</summary>
    [JsonRequired]
    public string Data { get; init; } = "";

    /// <summary>Log-odds of live when no cue can tell: below 0, since the door stays locked when in doubt.</summary>
    [JsonRequired]
    public float Bias { get; init; }

    /// <summary>One entry a cue; a cue that is missing does not count.</summary>
    [JsonRequired]
    public IReadOnlyList<CueCoefficient> Cues { get; init; } = [];

    /// <summary>Log-odds above which a track is live.</summary>
    [JsonRequired]
    public float LiveAbove { get; init; }

    /// <summary>Log-odds below which a track is an attack.</summary>
    [JsonRequired]
    public float AttackBelow { get; init; }

    /// <summary>Bona fide and attack tracks that it was fitted on.</summary>
    public LivenessFitSummary? Fit { get; init; }

    /// <summary>Reads a record and checks that it can be used with this build's models.</summary>
    /// <exception cref="LivenessCalibrationException">The file is missing, not a record, or made for another model.</exception>
    public static LivenessCalibration Read(string path)
    {
        LivenessCalibration? record;
        try
        {
            record = JsonSerializer.Deserialize<LivenessCalibration>(File.ReadAllBytes(path), Json);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new LivenessCalibrationException($"The liveness calibration {path} cannot be read: {cause.Message} Make one with ./kiosk lab calibrate liveness.", cause);
        }

        record = record ?? throw new LivenessCalibrationException($"The liveness calibration {path} is empty.");
        record.Validate(path);
        return record;
    }

    /// <summary>Writes the record.</summary>
    public void Write(string path) => File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(this, Json));

    private string Pinned(string path)
    {
        try
        {
            return ModelCatalogue.Sha256(Texture.Model);
        }
        catch (ModelException cause)
        {
            throw new LivenessCalibrationException($"The liveness calibration {path} was made for another texture network: this build has none named {Texture.Model}.", cause);
        }
    }

    private void Validate(string path)
    {
        if (Texture.Model.Length == 0)
            throw new LivenessCalibrationException($"The liveness calibration {path} does not say how its texture network is used: if it was made for the network that ships, copy the part \"texture\" from the record that ships, else make a new one with ./kiosk lab calibrate liveness.");
        var pinned = Pinned(path);
        if (!string.Equals(Texture.Sha256, pinned, StringComparison.OrdinalIgnoreCase))
            throw new LivenessCalibrationException($"The liveness calibration {path} was made for another texture network (its {Texture.Model} has SHA-256 {Texture.Sha256}, this build's {pinned}): make a new one with ./kiosk lab calibrate liveness.");
        if (!Texture.IsValid)
            throw new LivenessCalibrationException($"The liveness calibration {path} is damaged: what it says about the texture network is impossible. The input's side is 16 to 1024 pixels, the crop 1 to 10 faces, live classes are some but not all, and Lit is greater than Dark.");
        if (!float.IsFinite(Bias) || !(LiveAbove > AttackBelow) || Cues.Any(c => !c.IsValid) || Cues.DistinctBy(c => c.Cue).Count() != Cues.Count)
            throw new LivenessCalibrationException($"The liveness calibration {path} is damaged: weights must be finite and not negative, scales positive, credits and debits between 0 and 3, vetoes from a confidence of 0 to 1, each cue named once, and LiveAbove greater than AttackBelow.");
    }
}

/// <summary>
/// How one cue counts: its evidence becomes z = (evidence − centre) ÷ scale, from minus the debit to the credit, and adds weight ×
/// confidence × z. A cue that a good attack passes as a live person does (a recording moves and blinks, too) speaks
/// against without limit and for only as much as its credit.
/// </summary>
/// <param name="Cue">The cue.</param>
/// <param name="Weight">Log-odds a unit of z, never negative.</param>
/// <param name="Centre">Evidence that says nothing.</param>
/// <param name="Scale">Evidence that makes a difference, positive.</param>
/// <param name="Credit">Greatest z, above 0 and at most 3.</param>
/// <param name="Debit">Greatest −z, above 0 and at most 3, which it is when null: less where the cue forbids "live" without being a reason for an alarm.</param>
/// <param name="Veto">z below which this cue alone forbids "live" once it is confident; null for none.</param>
/// <param name="VetoFrom">Confidence from which it does; 0.5 when null.</param>
/// <param name="EarlyVeto">The z that takes the veto's place until the confidence is full; null for the same.</param>
public readonly record struct CueCoefficient(Cue Cue, float Weight, float Centre, float Scale, float Credit, float? Veto = null, float? Debit = null, float? VetoFrom = null, float? EarlyVeto = null)
{
    private const float MostZ = 3;

    [JsonIgnore]
    internal bool IsValid => Weight >= 0 && float.IsFinite(Weight) && float.IsFinite(Centre) && Scale > 0 && float.IsFinite(Scale) && Credit is > 0 and <= MostZ && Debit is null or (> 0 and <= MostZ) && VetoFrom is null or (> 0 and <= 1);

    /// <summary>A reading on the scale that all cues share: 0 says nothing, below 0 speaks for an attack; from −<see cref="Debit"/> to <see cref="Credit"/>.</summary>
    public float Z(in CueReading reading) => Math.Clamp((reading.Evidence - Centre) / Scale, -(Debit ?? MostZ), Credit);

    /// <summary>Whether a reading of this cue alone forbids "live".</summary>
    public bool Forbids(in CueReading reading) =>
        reading.Confidence >= (VetoFrom ?? EvidenceFusion.Confident) && (reading.Confidence < 1 ? EarlyVeto ?? Veto : Veto) is { } limit && Z(reading) < limit;
}

/// <summary>What the fit was made on, and how it did on data that it had not seen.</summary>
/// <param name="LiveTracks">Bona fide tracks.</param>
/// <param name="AttackTracks">Attack tracks.</param>
/// <param name="Method">How it was cross-validated.</param>
/// <param name="Apcer">Attacks called live, of those left out.</param>
/// <param name="ApcerUpper95">Upper 95 % bound (Clopper-Pearson).</param>
/// <param name="Bpcer">Live tracks not called live, of those left out.</param>
/// <param name="BpcerUpper95">Upper 95 % bound (Clopper-Pearson).</param>
public sealed record LivenessFitSummary(
    int LiveTracks, int AttackTracks, string Method, double Apcer, double ApcerUpper95, double Bpcer, double BpcerUpper95);

/// <summary>A liveness calibration cannot be used; the message says what to do.</summary>
public sealed class LivenessCalibrationException : AccessKioskException
{
    /// <summary>Creates the exception with a line for the operator.</summary>
    public LivenessCalibrationException(string message) : base(message) { }

    /// <summary>Creates the exception with a line for the operator and its cause.</summary>
    public LivenessCalibrationException(string message, Exception cause) : base(message, cause) { }
}
