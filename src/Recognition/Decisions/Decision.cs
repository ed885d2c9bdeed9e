using AccessKiosk.Storage;
using AccessKiosk.Vision.Geometry;

namespace AccessKiosk.Recognition.Decisions;

/// <summary>How a track ended.</summary>
public enum Outcome
{
    /// <summary>An enrolled, live person: policy decides next.</summary>
    Identified,

    /// <summary>A live person whom the gallery does not hold.</summary>
    Unknown,

    /// <summary>A presentation attack.</summary>
    Attack,

    /// <summary>Neither live nor attack could be told in time.</summary>
    LivenessNotShown,

    /// <summary>Too few good pictures in time.</summary>
    NoGoodView,
}

/// <summary>What the frames of one track add up to. Taken once a track; identity and liveness come from the same frames.</summary>
/// <param name="Outcome">The result.</param>
/// <param name="Track">The track.</param>
/// <param name="Person">The best match, whatever the outcome; null when nothing was compared.</param>
/// <param name="Score">Its comparison score, −1 to 1.</param>
/// <param name="Threshold">The threshold in force.</param>
/// <param name="Liveness">Probability that the track is live, 0 to 1.</param>
/// <param name="Frames">Good frames that were averaged.</param>
/// <param name="Elapsed">Time since the track entered the interaction zone.</param>
/// <param name="Box">The face on the frame that brought the decision.</param>
/// <param name="Reason">In words, for staff.</param>
public readonly record struct Decision(
    Outcome Outcome, long Track, PersonId? Person, float Score, float Threshold, float Liveness, int Frames, TimeSpan Elapsed, Box Box, string Reason);
