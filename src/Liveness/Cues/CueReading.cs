using System.Text.Json.Serialization;

namespace AccessKiosk.Liveness.Cues;

/// <summary>The cues, in the order in which they are recorded.</summary>
public enum Cue
{
    /// <summary>Texture network.</summary>
    Texture,

    /// <summary>Straight outline around the face.</summary>
    Outline,

    /// <summary>Whether the face's surround moves with it.</summary>
    Surround,

    /// <summary>Whether the face's own motion fits a plane.</summary>
    Planarity,

    /// <summary>Motion of the face's own, once planar motion is taken away.</summary>
    MicroMotion,

    /// <summary>Blinks.</summary>
    Blink,

    /// <summary>Whether the room that is known shows around the head.</summary>
    [JsonStringEnumMemberName("room")]
    Background,

    /// <summary>Whether something hides the known room below the head.</summary>
    Body,
}

/// <summary>What one cue says about a track so far.</summary>
/// <param name="Evidence">In the cue's own unit; larger speaks for a live person.</param>
/// <param name="Confidence">How much of it was seen, 0 (cannot tell) to 1.</param>
public readonly record struct CueReading(float Evidence, float Confidence)
{
    /// <summary>Nothing can be said.</summary>
    public static CueReading CannotTell => default;
}
