namespace AccessKiosk.Liveness;

/// <summary>Why a verdict is what it is; the screen's and the log's key.</summary>
public enum LivenessReason
{
    /// <summary>More is wanted.</summary>
    Gathering,

    /// <summary>The evidence agrees.</summary>
    Evidence,

    /// <summary>The person performed what was asked.</summary>
    Challenge,

    /// <summary>One physical cue speaks for an attack.</summary>
    PhysicalCue,

    /// <summary>The camera's stream repeats, stands still or runs in impossible time.</summary>
    Stream,

    /// <summary>The face jumped: what was seen before may have been another.</summary>
    Jump,
}

/// <summary>What is known about a track after a frame.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Probability">Calibrated probability that the track is live, 0 to 1.</param>
/// <param name="Reason">Why.</param>
/// <param name="Seconds">How long the track has been looked at.</param>
/// <param name="LogOdds">The evidence's sum: the logarithm of the odds of live.</param>
public readonly record struct LivenessAssessment(
    LivenessVerdict Verdict, float Probability, LivenessReason Reason, double Seconds, float LogOdds);
