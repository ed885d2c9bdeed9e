using System.ComponentModel.DataAnnotations;

namespace AccessKiosk.Vision.Detection.Cascade;

/// <summary>Settings of the full cascade; the defaults are the ones it was published with.</summary>
public sealed class MtcnnOptions
{
    /// <summary>Side of the smallest face to find, in pixels.</summary>
    [Range(12, 1000)]
    public float MinFace { get; set; } = 24;

    /// <summary>Least confidence of the proposal net.</summary>
    [Range(0.1, 0.99)]
    public float ProposalScore { get; set; } = 0.6f;

    /// <summary>Least confidence of the refinement net.</summary>
    [Range(0.1, 0.99)]
    public float RefineScore { get; set; } = 0.7f;

    /// <summary>Least confidence of the output net.</summary>
    [Range(0.1, 0.99)]
    public float OutputScore { get; set; } = 0.7f;
}
