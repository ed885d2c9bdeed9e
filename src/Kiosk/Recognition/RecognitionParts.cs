using System.Security.Cryptography;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Liveness;
using AccessKiosk.Liveness.Blink;
using AccessKiosk.Liveness.Challenge;
using AccessKiosk.Liveness.Fusion;
using AccessKiosk.Liveness.Room;
using AccessKiosk.Liveness.Texture;
using AccessKiosk.Vision;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Kiosk.Recognition;

/// <summary>The stages that a pipeline owns.</summary>
internal sealed record RecognitionParts(
    IFaceDetector Detector, FaceTracker Tracker, FaceReader Reader, RoomModel Room, TextureModel Texture, EyeModel Eyes, LivenessChallenge Challenge, LivenessAssessor Liveness) : IDisposable
{
    /// <summary>Loads everything.</summary>
    /// <exception cref="ModelException">A model cannot be used.</exception>
    public static RecognitionParts Create(ModelCatalogue models, KioskOptions options)
    {
        var room = new RoomModel();
        var texture = new TextureModel(models);
        var calibration = Calibration(options);
        var eyes = new EyeModel(models);
        var challenge = new LivenessChallenge(options.Liveness.Challenge, RandomNumberGenerator.GetInt32);
        return new(
            new BlazeFace(models, options.Detection), new(options.Tracking), new(models), room, texture, eyes, challenge,
            new(texture, room, options.Liveness, calibration, eyes, challenge));
    }

    /// <summary>A further assessor on the same models and room.</summary>
    public LivenessAssessor Assessor(KioskOptions options, LivenessChallenge challenge) =>
        new(Texture, Room, options.Liveness, Calibration(options), Eyes, challenge);

    private static LivenessCalibration Calibration(KioskOptions options) =>
        LivenessCalibration.Read(CalibrationFiles.Of(options.Liveness.Calibration, "liveness"));

    public void Dispose()
    {
        Detector.Dispose();
        Reader.Dispose();
        Liveness.Dispose();
        Room.Dispose();
        Texture.Dispose();
        Eyes.Dispose();
    }
}
