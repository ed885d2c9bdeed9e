using System.ComponentModel.DataAnnotations;
using AccessKiosk.Enrollment.Renewal;

namespace AccessKiosk.Enrollment.Capturing;

/// <summary>How many pictures an enrolment takes, and how it is guided (configuration section <c>Enrolment</c>).</summary>
public sealed class CaptureOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Enrollment";

    /// <summary>Captures that a full enrolment has.</summary>
    [Range(1, 20)]
    public int Wanted { get; set; } = 5;

    /// <summary>Least seconds between two captures of one recording: neighbouring frames show the same thing.</summary>
    [Range(0, 10)]
    public double Spacing { get; set; } = 0.5;

    /// <summary>Other faces below this share of the largest one's size are background; any larger one refuses the picture.</summary>
    [Range(0.05, 1)]
    public float Background { get; set; } = 0.5f;

    /// <summary>Pictures that are read of one person's folder at most, spread evenly over the names.</summary>
    [Range(1, 1000)]
    public int MaxPictures { get; set; } = 40;

    /// <summary>Seconds for which a pose is held; the best frame among them is taken.</summary>
    [Range(0, 5)]
    public double Hold { get; set; } = 0.3;

    /// <summary>Greatest turn to a side of the frontal capture, and greatest drift across the way of the others, in degrees.</summary>
    [Range(3, 30)]
    public float Frontal { get; set; } = 12;

    /// <summary>Greatest lift or drop of the frontal capture, in degrees: a camera above or below sees every head so.</summary>
    [Range(3, 30)]
    public float FrontalPitch { get; set; } = 18;

    /// <summary>Least turn to a side from the frontal capture, in degrees.</summary>
    [Range(3, 40)]
    public float MinYaw { get; set; } = 12;

    /// <summary>Greatest turn to a side from the frontal capture, in degrees.</summary>
    [Range(5, 60)]
    public float MaxYaw { get; set; } = 28;

    /// <summary>Least lift or drop of the head from the frontal capture, in degrees.</summary>
    [Range(3, 30)]
    public float MinPitch { get; set; } = 7;

    /// <summary>Greatest lift or drop of the head from the frontal capture, in degrees.</summary>
    [Range(5, 45)]
    public float MaxPitch { get; set; } = 22;

    /// <summary>Whether a guided enrolment must be shown to be of a live person.</summary>
    public bool RequireLiveness { get; set; } = true;

    /// <summary>Whether a confident match may propose newer references.</summary>
    public RenewalOptions Renewal { get; set; } = new();

    /// <summary>Every fault of these options beyond the single ranges; empty when there is none.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        if (MinYaw >= MaxYaw)
            faults.Add($"{Section}:MinYaw ({MinYaw}) is not below {Section}:MaxYaw ({MaxYaw}).");
        if (MinPitch >= MaxPitch)
            faults.Add($"{Section}:MinPitch ({MinPitch}) is not below {Section}:MaxPitch ({MaxPitch}).");
        return faults;
    }
}
