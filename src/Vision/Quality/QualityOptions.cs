using System.ComponentModel.DataAnnotations;

namespace AccessKiosk.Vision.Quality;

/// <summary>What a face picture must reach before it is compared (configuration section <c>Quality</c>).</summary>
public sealed class QualityOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Quality";

    /// <summary>Least distance between the eyes in pixels; ArcFace's aligned picture has 35.</summary>
    [Range(8, 500)]
    public float MinEyeDistance { get; set; } = 24;

    /// <summary>Least share of the face's box inside the frame.</summary>
    [Range(0.3, 1)]
    public float MinInside { get; set; } = 0.9f;

    /// <summary>
    /// Least sharpness: variance of the Laplacian of the face at 128 pixels, grey levels squared. Less in proportion for a face that
    /// has fewer than 40 pixels between the eyes: what is drawn larger is no sharper for it.
    /// </summary>
    [Range(0, 10000)]
    public float MinSharpness { get; set; } = 20;

    /// <summary>Least mean grey level of the face, 0 to 255.</summary>
    [Range(0, 255)]
    public float MinBrightness { get; set; } = 35;

    /// <summary>Greatest mean grey level of the face, 0 to 255.</summary>
    [Range(0, 255)]
    public float MaxBrightness { get; set; } = 230;

    /// <summary>Least standard deviation of the face's grey levels.</summary>
    [Range(0, 128)]
    public float MinContrast { get; set; } = 12;

    /// <summary>Greatest turn of the head to either side in degrees.</summary>
    [Range(5, 90)]
    public float MaxYaw { get; set; } = 30;

    /// <summary>Greatest lift or drop of the head in degrees.</summary>
    [Range(5, 90)]
    public float MaxPitch { get; set; } = 25;

    /// <summary>Greatest lean of the head to either side in degrees.</summary>
    [Range(5, 90)]
    public float MaxRoll { get; set; } = 30;

    /// <summary>Least eye aspect ratio.</summary>
    [Range(0, 0.5)]
    public float MinEyeOpenness { get; set; } = 0.12f;

    /// <summary>How sure the mesh may be that there is no whole face under it, 0 to 1; half is what the model was made for.</summary>
    [Range(0.05, 1)]
    public float MaxMisfit { get; set; } = 0.5f;
}
