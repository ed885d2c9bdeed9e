using AccessKiosk.Liveness.Cues;

namespace AccessKiosk.Liveness;

/// <summary>What keeps a track from being called live.</summary>
public enum DelayReason
{
    /// <summary>Nothing: it is live, or about to be.</summary>
    None,

    /// <summary>It was not seen for long enough.</summary>
    Time,

    /// <summary>Its motion was not watched for long enough.</summary>
    Motion,

    /// <summary>One cue alone forbids it.</summary>
    Forbidden,

    /// <summary>The sum of the evidence is too low.</summary>
    Evidence,

    /// <summary>Only a passed challenge counts.</summary>
    Challenge,
}

/// <summary>What keeps a track from being called live after a frame, for whoever measures.</summary>
/// <param name="Reason">The rule.</param>
/// <param name="Cue">The cue that forbids it, or that speaks most against it; null where none does.</param>
public readonly record struct LivenessDelay(DelayReason Reason, Cue? Cue = null);
