using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Lab.Evaluation;
using AccessKiosk.Liveness.Fusion;

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
        IReadOnlyList<PadClip> clips, KioskOptions options, double seconds, CancellationToken cancellationToken)
    {
        using var watcher = new ClipWatcher(new(options.Inference), options.Perception(), ActiveCalibration.Load(options.Recognition.Thresholds));
        foreach (var clip in clips)
        {
            Terminal.Say(clip.File);
            yield return (clip, Watch(watcher, clip, seconds, cancellationToken));
        }
    }

    // One damaged file must not cost the hours that the others took.
    private static IReadOnlyList<TrackOutcome>? Watch(ClipWatcher watcher, PadClip clip, double seconds, CancellationToken cancellationToken)
    {
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
}
