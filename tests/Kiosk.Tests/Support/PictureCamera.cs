using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Kiosk.Tests.Support;

/// <summary>A camera that shows the pictures it is given, 25 a second, with a second's pause before one of them if wanted, and then whatever the test wants.</summary>
internal sealed class PictureCamera(IReadOnlyList<Image> pictures, bool isLive = false, Func<CameraRead>? then = null, int gapAt = -1) : ICamera
{
    private const double Rate = 25;

    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(1);

    private int _next;

    public CameraInfo Info { get; } = new("pictures", "test", pictures[0].Width, pictures[0].Height, Rate, isLive, null);

    public CameraRead Read(Frame frame, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_next == pictures.Count)
            return then?.Invoke() ?? new(CameraReadKind.End, isLive ? "it gives no more pictures." : null);
        var picture = pictures[_next];
        picture.CopyTo(frame.Prepare(picture.Width, picture.Height));
        frame.Stamp(_next, TimeSpan.FromSeconds(_next / Rate) + (gapAt >= 0 && _next >= gapAt ? Gap : TimeSpan.Zero));
        _next++;
        return new(CameraReadKind.Frame);
    }

    public void Dispose()
    {
        // The pictures are the test's.
    }
}
