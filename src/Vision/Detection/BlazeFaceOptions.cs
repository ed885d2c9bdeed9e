using System.ComponentModel.DataAnnotations;

namespace AccessKiosk.Vision.Detection;

/// <summary>Which of the two BlazeFace models looks for faces.</summary>
public enum DetectionRange
{
    /// <summary>The far model while nobody is near, else the near one.</summary>
    Auto,

    /// <summary>128×128 input: faces of at least a seventh of the frame's longer side. A quarter of the time.</summary>
    Near,

    /// <summary>256×256 input: faces a third of that size.</summary>
    Far,
}

/// <summary>Settings of the detector (configuration section <c>Detection</c>).</summary>
public sealed class BlazeFaceOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Detection";

    /// <summary>Near or far model, or whichever suits what is in view.</summary>
    [EnumDataType(typeof(DetectionRange))]
    public DetectionRange Range { get; set; } = DetectionRange.Auto;

    /// <summary>Lowest confidence of a detection; the default is the one that the model was published with.</summary>
    [Range(0.05, 0.99)]
    public float MinScore { get; set; } = 0.5f;

    /// <summary>Overlap (intersection over union) from which candidates are blended into one face.</summary>
    [Range(0.05, 0.95)]
    public float BlendOverlap { get; set; } = 0.3f;
}
