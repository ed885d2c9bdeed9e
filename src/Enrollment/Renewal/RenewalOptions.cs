using System.ComponentModel.DataAnnotations;

namespace AccessKiosk.Enrollment.Renewal;

/// <summary>Whether and when a confident match may propose a newer reference (configuration section <c>Enrollment:Renewal</c>).</summary>
public sealed class RenewalOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Enrollment:Renewal";

    /// <summary>Whether references are renewed at all.</summary>
    public bool Enabled { get; set; }

    /// <summary>Whether a proposal takes effect at once, without an operator; audited all the same.</summary>
    public bool Automatic { get; set; }

    /// <summary>Least days since the newest reference was captured.</summary>
    [Range(1, 3650)]
    public int MinDaysSinceCapture { get; set; } = 90;

    /// <summary>How far above the active threshold the match must be, as a comparison score.</summary>
    [Range(0, 0.5)]
    public float Margin { get; set; } = 0.05f;

    /// <summary>Least probability that the track is live, unless a challenge was passed.</summary>
    [Range(0.5, 1)]
    public float MinLiveness { get; set; } = 0.95f;

    /// <summary>Good frames that the track's probe must be the mean of.</summary>
    [Range(1, 30)]
    public int MinFrames { get; set; } = 10;

    /// <summary>Least mean quality of these frames, 0 to 1.</summary>
    [Range(0, 1)]
    public float MinQuality { get; set; } = 0.4f;

    /// <summary>Renewed references a person may have; the oldest of them makes room, never one of the enrolment.</summary>
    [Range(1, 10)]
    public int MaxRenewed { get; set; } = 3;

    /// <summary>Proposals for one person in 30 days, whatever became of them.</summary>
    [Range(1, 31)]
    public int MaxPerMonth { get; set; } = 1;
}
