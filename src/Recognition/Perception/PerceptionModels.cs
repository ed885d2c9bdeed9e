using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Liveness.Blink;
using AccessKiosk.Liveness.Fusion;
using AccessKiosk.Liveness.Texture;
using AccessKiosk.Vision;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Recognition.Perception;

/// <summary>What a perception path needs loaded: networks and the liveness calibration. The paths of one thread may share it.</summary>
/// <param name="Detector">Finds faces.</param>
/// <param name="FarDetector">Finds small ones while nobody is near; null where the other does it all.</param>
/// <param name="Reader">Points, mesh, embedding.</param>
/// <param name="Texture">The texture network of liveness.</param>
/// <param name="Eyes">The lid model of liveness.</param>
/// <param name="Calibration">How much each cue counts.</param>
public sealed record PerceptionModels(
    IFaceDetector Detector, IFaceDetector? FarDetector, FaceReader Reader, TextureModel Texture, EyeModel Eyes, LivenessCalibration Calibration) : IDisposable
{
    /// <summary>Loads everything.</summary>
    /// <exception cref="ModelException">A model cannot be used.</exception>
    /// <exception cref="LivenessCalibrationException">The liveness calibration cannot be used.</exception>
    public static PerceptionModels Load(ModelCatalogue models, PerceptionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var calibration = LivenessCalibration.Read(CalibrationFiles.Of(settings.Liveness.Calibration, "liveness"));
        return new(new BlazeFace(models, settings.Detection), Far(models, settings.Detection), new(models), new(models, calibration.Texture), new(models), calibration);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Detector.Dispose();
        FarDetector?.Dispose();
        Reader.Dispose();
        Texture.Dispose();
        Eyes.Dispose();
    }

    private static BlazeFace? Far(ModelCatalogue models, BlazeFaceOptions options) => options.Range is DetectionRange.Auto ? new(models, options, DetectionRange.Far) : null;
}
