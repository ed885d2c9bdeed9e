using AccessKiosk.Vision.Alignment;

namespace AccessKiosk.Vision.Quality;

/// <summary>Measures of one face picture.</summary>
/// <param name="EyeDistance">Pixels between the eyes of a head that faces the camera.</param>
/// <param name="Inside">Share of the face's box inside the frame, 0 to 1.</param>
/// <param name="Sharpness">Variance of the Laplacian of the face at 128 pixels.</param>
/// <param name="Brightness">Mean grey level of the face, 0 to 255.</param>
/// <param name="Contrast">Standard deviation of the face's grey levels.</param>
/// <param name="Pose">Where the head points.</param>
/// <param name="EyeOpenness">Eye aspect ratio.</param>
public readonly record struct FaceQuality(
    float EyeDistance, float Inside, float Sharpness, float Brightness, float Contrast, HeadPose Pose, float EyeOpenness)
{
    // Pixels between the eyes below which a picture that is drawn larger lacks detail for want of pixels alone.
    private const float FullDetail = 40;

    /// <summary>How sure the mesh is that it lies on no whole face, 0 to 1; 0 before it is fitted.</summary>
    public float Misfit { get; init; }

    /// <summary>What falls short of the limits.</summary>
    public QualityFaults Faults(QualityOptions limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var faults = PictureFaults(limits);
        if (MathF.Abs(Pose.Yaw) > limits.MaxYaw || MathF.Abs(Pose.Pitch) > limits.MaxPitch || MathF.Abs(Pose.Roll) > limits.MaxRoll)
            faults |= QualityFaults.TurnedAway;
        if (EyeOpenness < limits.MinEyeOpenness)
            faults |= QualityFaults.EyesShut;
        if (Misfit > limits.MaxMisfit)
            faults |= QualityFaults.Covered;
        return faults;
    }

    /// <summary>The faults that are known before the mesh is fitted: those of the picture, not of the head.</summary>
    public QualityFaults PictureFaults(QualityOptions limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var faults = QualityFaults.None;
        if (EyeDistance < limits.MinEyeDistance)
            faults |= QualityFaults.TooFar;
        if (Inside < limits.MinInside)
            faults |= QualityFaults.CutOff;
        if (Sharpness < limits.MinSharpness * MathF.Min(1, EyeDistance / FullDetail))
            faults |= QualityFaults.Blurred;
        if (Brightness < limits.MinBrightness)
            faults |= QualityFaults.TooDark;
        if (Brightness > limits.MaxBrightness)
            faults |= QualityFaults.TooBright;
        if (Contrast < limits.MinContrast)
            faults |= QualityFaults.LowContrast;
        return faults;
    }

    /// <summary>Weight of this picture in the average of a track, 0 to 1: frontal, sharp and near counts most.</summary>
    public float Weight
    {
        get
        {
            var frontal = MathF.Max(0, MathF.Cos(Pose.Yaw * (MathF.PI / 180))) * MathF.Max(0, MathF.Cos(Pose.Pitch * (MathF.PI / 180)));
            var sharp = Sharpness / (Sharpness + 50);
            var near = MathF.Min(1, EyeDistance / 40);
            return frontal * frontal * sharp * near;
        }
    }
}
