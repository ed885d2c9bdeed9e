using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Liveness.Evaluation;
using AccessKiosk.Liveness.Fusion;

namespace AccessKiosk.Kiosk.Commands;

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

    public static IEnumerable<(PadClip Clip, IReadOnlyList<TrackOutcome> Tracks)> Watch(
        IReadOnlyList<PadClip> clips, KioskOptions options, LivenessCalibration calibration, double seconds, CancellationToken cancellation)
    {
        using var watcher = new ClipWatcher(new(options.Inference), options.Detection, options.Tracking, options.Quality, options.Liveness, calibration);
        foreach (var clip in clips)
        {
            Terminal.Say(clip.File);
            using var camera = CameraFactory.Open(new() { Source = clip.Path }, TimeProvider.System, cancellation);
            yield return (clip, watcher.Watch(frame =>
            {
                CameraRead read;
                do
                    read = camera.Read(frame, cancellation);
                while (read.Kind is CameraReadKind.BadPicture);
                return read.Kind is CameraReadKind.Picture;
            }, seconds, cancellation));
        }
    }
}
