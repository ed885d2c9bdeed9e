using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Simulation;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Kiosk.Demo;

/// <summary>A camera that sees a simulated printed photo held before it; it says so in its description.</summary>
internal sealed class PrintedPhotoCamera(PrintedPhotoClip clip, int frames) : ICamera
{
    private const double FramesPerSecond = 25;

    private long _sequence;

    /// <inheritdoc/>
    public CameraInfo Info { get; } = new(
        "simulated: a printed photo held by hand", "simulation", clip.Width, clip.Height, FramesPerSecond, IsLive: false, TimeSpan.FromSeconds(frames / FramesPerSecond));

    /// <inheritdoc/>
    public CameraRead Read(Frame frame, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_sequence >= frames || !clip.Next(frame.Prepare(clip.Width, clip.Height)))
            return new(CameraReadKind.End);
        frame.Stamp(_sequence, TimeSpan.FromSeconds(_sequence / FramesPerSecond));
        _sequence++;
        return new(CameraReadKind.Picture);
    }

    /// <inheritdoc/>
    public void Dispose() => clip.Dispose();
}
