using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Hardware.Tests.Cameras;

/// <summary>A camera whose pictures are a second apart, by its own clock, and as bright as wanted.</summary>
internal sealed class SlowCamera(int brightness) : ICamera
{
    private long _next;

    public CameraInfo Info { get; } = new("a slow camera", "test", 64, 48, FramesPerSecond: 30, IsLive: true, Duration: null);

    public CameraRead Read(Frame frame, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var picture = frame.Prepare(Info.Width, Info.Height);
        for (var y = 0; y < Info.Height; y++)
        {
            var row = picture.Row(y);
            for (var x = 0; x < row.Length; x++)
                row[x] = (byte)(brightness - 15 + (7 * x + 13 * y + _next) % 31);
        }

        frame.Stamp(_next, TimeSpan.FromSeconds(_next++));
        return new(CameraReadKind.Frame);
    }

    public void Dispose() { }
}
