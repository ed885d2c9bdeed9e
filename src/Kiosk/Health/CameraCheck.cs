using AccessKiosk.Hardware.Cameras;

namespace AccessKiosk.Kiosk.Health;

/// <summary>Opens the configured camera and takes one picture.</summary>
internal static class CameraCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static CheckResult Run(CameraOptions options, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.OpenTimeout + Patience);
        try
        {
            using var camera = new CameraLoop(options, TimeProvider.System);
            return camera.Next(limit.Token) is { } frame && camera.Info is { } info
                ? CheckResult.Ok("camera", $"{info.Description}: {frame.Image.Width}×{frame.Image.Height}, {info.FramesPerSecond:0.#} fps, {info.Backend}")
                : CheckResult.Fail("camera", $"{options.Source} gives no picture", "Check the cable, the recording or the stream.");
        }
        catch (CameraException fault)
        {
            return CheckResult.Fail("camera", fault.Message, "Plug in a USB camera, or set Camera:Source to an index, file, URL or GStreamer pipeline.");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return CheckResult.Fail("camera", $"{options.Source} opened but gave no picture in {Patience.TotalSeconds:0} s", "Unplug and plug the camera again; check that no other program uses it.");
        }
    }
}
