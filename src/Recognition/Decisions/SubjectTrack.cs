using AccessKiosk.Liveness;
using AccessKiosk.Recognition.Identity;

namespace AccessKiosk.Recognition.Decisions;

/// <summary>The evidence of the one track that may be decided on. Reused for the next one, with nothing carried over.</summary>
public sealed class SubjectTrack(LivenessAssessor liveness)
{
    private Outcome _outcome;

    /// <summary>The track; 0 when there is none.</summary>
    public long Track { get; private set; }

    /// <summary>When it entered the interaction zone.</summary>
    public TimeSpan Since { get; private set; }

    /// <summary>When it was decided; null while it is open.</summary>
    public TimeSpan? DecidedAt { get; private set; }

    /// <summary>Its probe.</summary>
    public ProbeTemplate Probe { get; } = new();

    /// <summary>Its evidence of life.</summary>
    public LivenessAssessor Liveness { get; } = liveness;

    /// <summary>What the gallery last said.</summary>
    public Identification Identity { get; set; }

    /// <summary>Starts over for a track.</summary>
    public void Begin(long track, TimeSpan now)
    {
        (Track, Since, DecidedAt) = (track, now, null);
        ForgetIdentity();
        Liveness.Reset();
    }

    /// <summary>Forgets whom it showed: the face may have been changed for another.</summary>
    public void ForgetIdentity()
    {
        Probe.Clear();
        Identity = default;
    }

    /// <summary>Marks it as decided.</summary>
    public void Decide(TimeSpan now, Outcome outcome) => (DecidedAt, _outcome) = (now, outcome);

    /// <summary>Whether a decided track may try again; an attack never may, it must leave first.</summary>
    public bool MayRetry(TimeSpan now, RecognitionOptions options) => DecidedAt is { } at && _outcome switch
    {
        Outcome.Attack => false,
        Outcome.Identified => (now - at).TotalSeconds >= options.GrantAgainAfter,
        _ => (now - at).TotalSeconds >= options.RetryAfter,
    };
}
