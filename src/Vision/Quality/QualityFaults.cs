namespace AccessKiosk.Vision.Quality;

/// <summary>What is wrong with a face picture; each has an advice for the person (ISO/IEC 29794-5 quality components).</summary>
[Flags]
public enum QualityFaults
{
    /// <summary>Good enough.</summary>
    None = 0,

    /// <summary>Too few pixels between the eyes.</summary>
    TooFar = 1 << 0,

    /// <summary>The face is cut off by the frame's edge.</summary>
    CutOff = 1 << 1,

    /// <summary>Out of focus or moved.</summary>
    Blurred = 1 << 2,

    /// <summary>Too little light on the face.</summary>
    TooDark = 1 << 3,

    /// <summary>Too much light on the face.</summary>
    TooBright = 1 << 4,

    /// <summary>Hardly any difference of light and dark in the face: fog, back light, a dirty lens.</summary>
    LowContrast = 1 << 5,

    /// <summary>The head is turned, lifted, lowered or leaning too far.</summary>
    TurnedAway = 1 << 6,

    /// <summary>The eyes are shut.</summary>
    EyesShut = 1 << 7,

    /// <summary>The mesh finds no whole face: a hand, a cloth or a picture's edge covers it.</summary>
    Covered = 1 << 8,
}
