using AccessKiosk.Liveness.Evaluation;
using AccessKiosk.Liveness.Fusion;
using AccessKiosk.Simulation;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Liveness.Tests;

/// <summary>The kiosk's own stages with the calibration that ships, loaded once.</summary>
public sealed class Kiosk : IDisposable
{
    public static LivenessCalibration Calibration { get; } =
        LivenessCalibration.Read(Path.Combine(AppContext.BaseDirectory, "calibration", "liveness.json"));

    public ClipWatcher Watcher { get; } = new(new ModelCatalogue(new()), new(), new(), new(), new(), Calibration);

    public TrackOutcome Watch(string path, double seconds, ClipFace face = ClipFace.Largest, int every = 1)
    {
        using var camera = Recordings.Open(path);
        return ClipWatcher.Choose(Watcher.Watch(Recordings.Frames(camera, every), seconds, TestContext.Current.CancellationToken), face)!;
    }

    public IReadOnlyList<TrackOutcome> Watch(PresentationAttackClip clip, double seconds) => Watch(Watcher, clip, seconds);

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

    public void Dispose() => Watcher.Dispose();
}
