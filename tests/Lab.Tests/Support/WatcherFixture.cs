using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Lab.Evaluation;
using AccessKiosk.Liveness;
using AccessKiosk.Liveness.Fusion;
using AccessKiosk.Recognition;
using AccessKiosk.Recognition.Perception;
using AccessKiosk.Simulation;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Lab.Tests.Support;

/// <summary>The door's perception path with the calibration that ships, loaded once.</summary>
public sealed class WatcherFixture : IDisposable
{
    private readonly ClipWatcher _watcher = Create(new());

    public static LivenessCalibration Calibration { get; } = LivenessCalibration.Read(CalibrationFiles.Of("", "liveness"));

    public static ClipWatcher Create(LivenessOptions liveness, bool assumesKnownBackground = false) =>
        new(new ModelCatalogue(new()), new PerceptionSettings(new(), new(), new(), liveness, assumesKnownBackground), ActiveCalibration.Load(new RecognitionOptions().Thresholds));

    public TrackOutcome Watch(string path, double seconds, ClipFace face = ClipFace.Largest, int every = 1)
    {
        using var camera = Recordings.Open(path);
        return ClipWatcher.Choose(_watcher.Watch(Recordings.Frames(camera, every), seconds, TestContext.Current.CancellationToken), face)!;
    }

    public IReadOnlyList<TrackOutcome> Watch(PresentationAttackClip clip, double seconds) => Watch(_watcher, clip, seconds);

    public static IReadOnlyList<TrackOutcome> Watch(ClipWatcher watcher, PresentationAttackClip clip, double seconds)
    {
        var sequence = 0L;
        return watcher.Watch(
            frame =>
            {
                clip.Next(frame.Prepare(clip.Width, clip.Height));
                frame.Stamp(sequence++, clip.Timestamp);
                return true;
            }, seconds, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _watcher.Dispose();
}
