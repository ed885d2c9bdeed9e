using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Hardware.Cameras;

/// <summary>Reads the frames of a recording as fast as it decodes.</summary>
public static class RecordedFrames
{
    /// <summary>Every frame in order; each is valid until the next one is asked for.</summary>
    /// <param name="file">The recording.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="CameraException">The file is no usable recording.</exception>
    public static IEnumerable<Frame> Of(FileInfo file, CancellationToken cancellationToken) => Of(file, null, cancellationToken);

    /// <summary>The same, telling how far it is.</summary>
    /// <param name="file">The recording.</param>
    /// <param name="progress">Told the share that is read, 0 to 1, where the recording's length is known.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="CameraException">The file is no usable recording.</exception>
    public static IEnumerable<Frame> Of(FileInfo file, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Read(file, progress, cancellationToken);
    }

    private static IEnumerable<Frame> Read(FileInfo file, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        using var camera = new CameraLoop(new() { Source = file.FullName, Speed = PlaybackSpeed.Maximum }, TimeProvider.System);
        while (camera.Next(cancellationToken) is { } frame)
        {
            yield return frame;
            if (camera.Info?.Duration is { Ticks: > 0 } whole)
                progress?.Report(Math.Min(1, frame.Timestamp / whole));
        }
    }
}
