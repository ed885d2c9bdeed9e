using System.ComponentModel.DataAnnotations;

namespace AccessKiosk.Enrollment.Capturing;

/// <summary>How many pictures an enrolment takes (configuration section <c>Enrolment</c>).</summary>
public sealed class CaptureOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Enrolment";

    /// <summary>Captures that a full enrolment has.</summary>
    [Range(1, 20)]
    public int Wanted { get; set; } = 5;

    /// <summary>Least seconds between two captures of one recording: neighbouring frames show the same thing.</summary>
    [Range(0, 10)]
    public double Spacing { get; set; } = 0.5;
}
