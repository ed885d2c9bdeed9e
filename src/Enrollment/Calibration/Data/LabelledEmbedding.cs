using System.Runtime.InteropServices;

namespace AccessKiosk.Enrollment.Calibration.Data;

/// <summary>One image's embedding and whose face it is.</summary>
/// <param name="Subject">The person, as the data names them.</param>
/// <param name="Image">The image, as the data names it.</param>
/// <param name="Vector">Unit vector; empty where no face was found.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LabelledEmbedding(string Subject, string Image, ReadOnlyMemory<float> Vector)
{
    /// <summary>Whether a face was found.</summary>
    public bool Detected => !Vector.IsEmpty;

    /// <summary>The image's name only: a vector is biometric data and never becomes text.</summary>
    public override string ToString() => Image;
}
