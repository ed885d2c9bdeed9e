using AccessKiosk.Liveness;
using AccessKiosk.Recognition.Identity;

namespace AccessKiosk.Recognition.Perception;

/// <summary>What one face track has shown so far. Reused for the next one, with nothing carried over.</summary>
public sealed class TrackState : IDisposable
{
    internal TrackState(LivenessAssessor liveness) => Liveness = liveness;

    /// <summary>The track; 0 when there is none.</summary>
    public long Track { get; private set; }

    /// <summary>When it entered the interaction zone.</summary>
    public TimeSpan Since { get; private set; }

    /// <summary>Its probe.</summary>
    public ProbeTemplate Probe { get; } = new();

    /// <summary>Its evidence of life.</summary>
    public LivenessAssessor Liveness { get; }

    /// <summary>What the gallery last said.</summary>
    public Identification Identity { get; internal set; }

    /// <summary>Starts over for a track.</summary>
    public void Begin(long track, TimeSpan now)
    {
        (Track, Since) = (track, now);
        ForgetIdentity();
        Liveness.Reset();
    }

    /// <summary>Forgets whom it showed: the face may have been exchanged for another.</summary>
    public void ForgetIdentity()
    {
        Probe.Clear();
        Identity = default;
    }

    /// <inheritdoc/>
    public void Dispose() => Liveness.Dispose();
}
