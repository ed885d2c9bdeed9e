using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Liveness;
using AccessKiosk.Liveness.Fusion;
using AccessKiosk.Liveness.Room;
using AccessKiosk.Liveness.Texture;
using AccessKiosk.Vision;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Kiosk.Recognition;

/// <summary>The stages that a pipeline owns.</summary>
internal sealed record RecognitionParts(
    BlazeFace Detector, FaceTracker Tracker, FaceReader Reader, RoomModel Room, TextureModel Texture, LivenessAssessor Liveness) : IDisposable
{
    /// <summary>Loads everything.</summary>
    /// <exception cref="ModelException">A model cannot be used.</exception>
    public static RecognitionParts Create(ModelCatalogue models, KioskOptions options)
    {
        var room = new RoomModel();
        var texture = new TextureModel(models);
        var calibration = LivenessCalibration.Read(CalibrationFiles.Of(options.Liveness.Calibration, "liveness"));
        return new(
            new BlazeFace(models, options.Detection), new(options.Tracking), new(models), room, texture,
            new(texture, room, options.Liveness, calibration));
    }

    public void Dispose()
    {
        Detector.Dispose();
        Reader.Dispose();
        Liveness.Dispose();
        Room.Dispose();
        Texture.Dispose();
    }
}
