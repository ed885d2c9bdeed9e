namespace AccessKiosk.Recognition.Decisions;

/// <summary>What stands behind a decision, for whoever may learn from it. Lives until the next frame.</summary>
public readonly ref struct TrackEvidence(ReadOnlySpan<float> probe, float quality, bool challengePassed)
{
    /// <summary>The track's mean embedding, 512 floats of length 1: copy it, and wipe the copy.</summary>
    public ReadOnlySpan<float> Probe { get; } = probe;

    /// <summary>Mean quality of its frames, 0 to 1.</summary>
    public float Quality { get; } = quality;

    /// <summary>Whether the person answered a challenge.</summary>
    public bool ChallengePassed { get; } = challengePassed;
}
