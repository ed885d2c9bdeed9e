using System.ComponentModel.DataAnnotations;

namespace AccessKiosk.Vision.Models;

/// <summary>Where models run (configuration section <c>Inference</c>).</summary>
public sealed class InferenceOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Inference";

    /// <summary>The execution provider.</summary>
    [EnumDataType(typeof(InferenceProvider))]
    public InferenceProvider Provider { get; set; } = InferenceProvider.Cpu;

    /// <summary>The accelerator's number.</summary>
    [Range(0, 15)]
    public int Device { get; set; }

    /// <summary>Threads inside one inference. One is best where the camera, the screen and the door share two cores.</summary>
    [Range(1, 64)]
    public int Threads { get; set; } = 1;

    /// <summary>Folder of the imported models; empty: <c>models</c> beside the program, else the build's.</summary>
    public string Models { get; set; } = "";

    /// <summary>Path of another ONNX Runtime library (Jetson builds have their own); empty: the one beside the program.</summary>
    public string Library { get; set; } = "";
}
