using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Hardware.Tests.Cameras;

/// <summary>A camera whose first read lasts until the stall is noticed and then gives a bad picture; good ones follow.</summary>
internal sealed class HesitantCamera(ManualResetEventSlim noticed) : ICamera
{
    private long _next;

    public CameraInfo Info { get; } = new("a hesitant camera", "test", 64, 48, FramesPerSecond: 100, IsLive: true, Duration: null);

    public CameraRead Read(Frame frame, CancellationToken cancellationToken)
    {
        if (!noticed.IsSet)
        {
            noticed.Wait(cancellationToken);
            return new(CameraReadKind.BadFrame, "a bad picture");
        }

        cancellationToken.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(10));
        cancellationToken.ThrowIfCancellationRequested();
        frame.Prepare(Info.Width, Info.Height);
        frame.Stamp(_next, TimeSpan.FromMilliseconds(10 * _next++));
        return new(CameraReadKind.Frame);
    }

    public void Dispose() { }
}
