using AccessKiosk.Storage;
using AccessKiosk.Storage.Events;
using AccessKiosk.Vision.Geometry;

namespace AccessKiosk.Recognition.Decisions;

/// <summary>What the frames of one track add up to. Taken once a track; identity and liveness come from the same frames.</summary>
/// <param name="Reason">Why it is nobody to let in; null for an enrolled, live person: policy decides next.</param>
/// <param name="Track">The track.</param>
/// <param name="Person">The best match, whatever the outcome; null when nothing was compared.</param>
/// <param name="Score">Its comparison score, −1 to 1.</param>
/// <param name="Threshold">The active threshold.</param>
/// <param name="Liveness">Probability that the track is live, 0 to 1.</param>
/// <param name="Frames">Good frames that were averaged.</param>
/// <param name="Elapsed">Time since the track entered the interaction zone.</param>
/// <param name="Box">The face on the frame that brought the decision.</param>
public readonly record struct Decision(
    ReasonCode? Reason, long Track, PersonId? Person, float Score, float Threshold, float Liveness, int Frames, TimeSpan Elapsed, Box Box)
{
    /// <summary>Whether it is an enrolled, live person.</summary>
    public bool IsIdentified => Reason is null;

    /// <summary>Whether it is a presentation attack.</summary>
    public bool IsAttack => Reason is ReasonCode.PresentationAttack;

    /// <summary>Whether the track was called live.</summary>
    public bool IsLive { get; init; }

    /// <summary>Whether the person did what was asked.</summary>
    public bool IsChallenged { get; init; }

    /// <summary>What spoke most for an attack, as in <see cref="AccessEvent.Cue"/>; null for anything else.</summary>
    public string? Cue { get; init; }

    /// <summary>The people who are too alike to be told apart, <see cref="Person"/> among them; null in any other case.</summary>
    public IReadOnlyList<PersonId>? Alike { get; init; }
}
