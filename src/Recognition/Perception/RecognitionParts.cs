using System.Security.Cryptography;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Liveness;
using AccessKiosk.Liveness.Blink;
using AccessKiosk.Liveness.Challenge;
using AccessKiosk.Liveness.Fusion;
using AccessKiosk.Liveness.Room;
using AccessKiosk.Liveness.Texture;
using AccessKiosk.Vision;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Recognition.Perception;

/// <summary>The stages that a pipeline owns.</summary>
public sealed record RecognitionParts(
    IFaceDetector Detector, FaceTracker Tracker, FaceReader Reader, RoomModel Room, TextureModel Texture, EyeModel Eyes, LivenessChallenge Challenge, LivenessAssessor Liveness) : IDisposable
{
    /// <summary>Loads everything.</summary>
    /// <exception cref="ModelException">A model cannot be used.</exception>
    public static RecognitionParts Create(ModelCatalogue models, BlazeFaceOptions detection, FaceTrackerOptions tracking, LivenessOptions liveness)
    {
        var room = new RoomModel();
        var texture = new TextureModel(models);
        var calibration = Calibration(liveness);
        var eyes = new EyeModel(models);
        var challenge = new LivenessChallenge(liveness.Challenge, RandomNumberGenerator.GetInt32);
        return new(
            new BlazeFace(models, detection), new(tracking), new(models), room, texture, eyes, challenge,
            new(texture, room, liveness, calibration, eyes, challenge));
    }

    /// <summary>A further assessor on the same models and room.</summary>
    public LivenessAssessor Assessor(LivenessOptions options, LivenessChallenge challenge) =>
        new(Texture, Room, options, Calibration(options), Eyes, challenge);

    private static LivenessCalibration Calibration(LivenessOptions options) =>
        LivenessCalibration.Read(CalibrationFiles.Of(options.Calibration, "liveness"));

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
