using AccessKiosk.Liveness.Cues;

namespace AccessKiosk.Liveness.Fusion;

/// <summary>
/// Adds the cues up: a logistic model with weights that are never negative, so that more evidence of life can never
/// make a track look less alive; and a gate that texture cannot outvote.
/// </summary>
public sealed class EvidenceFusion
{
    /// <summary>Confidence from which a cue counts by itself.</summary>
    internal const float Confident = 0.5f;

    private const float Against = -0.5f;

    private readonly LivenessCalibration _calibration;
    private readonly CueCoefficient[] _cues;

    /// <summary>Adds cues up as a calibration says.</summary>
    public EvidenceFusion(LivenessCalibration calibration)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        _calibration = calibration;
        _cues = [.. calibration.Cues];
    }

    /// <summary>Log-odds that the track is live.</summary>
    public float LogOdds(in CueReadings readings)
    {
        var sum = _calibration.Bias;
        foreach (var cue in _cues)
        {
            var reading = readings[cue.Cue];
            sum += cue.Weight * reading.Confidence * cue.Z(reading);
        }

        return sum;
    }

    /// <summary>Whether a physical cue alone speaks strongly for an attack.</summary>
    public bool IsVetoed(in CueReadings readings) => Veto(readings) is not null;

    /// <summary>The first cue that alone forbids "live"; null where none does.</summary>
    public Cue? Veto(in CueReadings readings)
    {
        foreach (var cue in _cues)
        {
            if (cue.Forbids(readings[cue.Cue]))
                return cue.Cue;
        }

        return null;
    }

    /// <summary>The cue that speaks most against a live person; null where none does.</summary>
    public Cue? Worst(in CueReadings readings)
    {
        var (worst, least) = (default(Cue?), 0f);
        foreach (var cue in _cues)
        {
            var reading = readings[cue.Cue];
            if (cue.Weight * reading.Confidence * cue.Z(reading) is var adds && adds < least)
                (worst, least) = (cue.Cue, adds);
        }

        return worst;
    }

    /// <summary>Whether the face's own motion was watched for long enough.</summary>
    public static bool IsMotionWatched(in CueReadings readings) => readings[Cue.MicroMotion].Confidence >= Confident;

    /// <summary>
    /// Whether the evidence is that of a live person: never before the face's own motion was watched for long enough,
    /// since texture is quick to be sure and not always right.
    /// </summary>
    public bool IsLive(float logOdds, in CueReadings readings) =>
        logOdds > _calibration.LiveAbove && IsMotionWatched(readings);

    /// <summary>
    /// Whether the evidence is that of an attack: at least one physical cue agrees, since texture also turns against live
    /// people in the dark and out of focus, and an alarm is a grave thing to say. That a face keeps still is no such cue:
    /// people do.
    /// </summary>
    public bool IsAttack(float logOdds, in CueReadings readings)
    {
        if (logOdds >= _calibration.AttackBelow)
            return false;
        foreach (var cue in _cues)
        {
            var reading = readings[cue.Cue];
            if (cue.Cue is not (Cue.Texture or Cue.MicroMotion) && reading.Confidence >= Confident && cue.Z(reading) < Against)
                return true;
        }

        return false;
    }
}
