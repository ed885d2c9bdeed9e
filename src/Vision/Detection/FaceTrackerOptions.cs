using System.ComponentModel.DataAnnotations;

namespace AccessKiosk.Vision.Detection;

/// <summary>When two detections are the same face (configuration section <c>Tracking</c>).</summary>
public sealed class FaceTrackerOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Tracking";

    /// <summary>Frames that a face may be missing before its track ends.</summary>
    [Range(0, 30)]
    public int MaxMissed { get; set; } = 5;

    /// <summary>Least overlap (intersection over union) with the place where the track is expected.</summary>
    [Range(0.05, 0.9)]
    public float MinOverlap { get; set; } = 0.25f;

    /// <summary>Largest change of size from one sighting to the next, as a ratio: a picture pushed before a face jumps in size.</summary>
    [Range(1.1, 4)]
    public float MaxGrowth { get; set; } = 1.6f;
}
