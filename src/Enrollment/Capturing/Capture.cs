using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Enrollment.Capturing;

/// <summary>One picture taken for an enrolment, as its embedding.</summary>
public sealed class Capture
{
    /// <summary>512 floats of length 1.</summary>
    public required ReadOnlyMemory<float> Embedding { get; init; }

    /// <summary>How good the picture is.</summary>
    public required FaceQuality Quality { get; init; }

    /// <summary>Where it came from: a file's name, or the place in a recording.</summary>
    public required string Origin { get; init; }

    /// <summary>When it was taken, on the source's own clock.</summary>
    public TimeSpan Timestamp { get; init; }

    /// <summary>When the picture was taken, where its source knows; null for now.</summary>
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>Origin only: an embedding must never reach a log.</summary>
    public override string ToString() => $"capture from {Origin}";
}
