namespace AccessKiosk.Liveness;

/// <summary>What the evidence about one face track says.</summary>
public enum LivenessVerdict
{
    /// <summary>Not enough was seen yet.</summary>
    StillLooking,

    /// <summary>A live person (bona fide presentation, ISO/IEC 30107-3).</summary>
    Live,

    /// <summary>A presentation attack, or a stream that was tampered with.</summary>
    Attack,

    /// <summary>What was seen cannot settle it: ask for a random action.</summary>
    ChallengeNeeded,
}
