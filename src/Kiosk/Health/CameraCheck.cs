using AccessKiosk.Access.Configuration;
using AccessKiosk.Access.Health;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Kiosk.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessKiosk.Kiosk.Health;

/// <summary>Opens every configured camera and takes one picture of each.</summary>
internal static class CameraCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void Add(IHealthChecksBuilder checks, KioskOptions options)
    {
        foreach (var (name, section, camera) in LanePlan.Cameras(options.Devices()))
            checks.AddCheck(options.Cameras.Count == 0 ? "camera" : HealthChecks.Camera(name), cancellationToken => Run(section, camera, cancellationToken));
    }

    private static HealthCheckResult Run(string section, CameraOptions options, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.OpenTimeout + Patience);
        try
        {
            using var camera = new CameraLoop(options, TimeProvider.System);
            return camera.Next(limit.Token) is { } frame && camera.Info is { } info
                ? CheckOutcome.Ok($"{info.Description}: {frame.Image.Width}×{frame.Image.Height}, {info.FramesPerSecond:0.#} fps, {info.Backend}{Stable(options.Source)}")
                : CheckOutcome.Fail($"{CameraOptions.Shown(options.Source)} gives no picture", "Check the cable, the recording or the stream.");
        }
        catch (CameraException fault)
        {
            return CheckOutcome.Fail(fault.Message, Advice(section, options.Source));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return CheckOutcome.Fail($"{CameraOptions.Shown(options.Source)} opened but gave no picture in {Patience.TotalSeconds:0} s", "Unplug and plug the camera again; check that no other program uses it.");
        }
    }

    // The number of a device may be another one after a restart.
    private static string Stable(string source) => LocalCameras.StableName(source) is { } name ? $"; its stable name: {name}" : "";

    // What a technician's hands can do comes first; a name that is no local camera's is a matter of settings.
    private static string Advice(string section, string source)
    {
        var local = source.StartsWith("/dev/", StringComparison.Ordinal) || source.All(char.IsAsciiDigit);
        if (!local)
            return $"Set {section}:Source to an index, file, URL or GStreamer pipeline that is there; for an RTSP camera check its power, its network cable and its address.";
        return Directory.GetFiles("/dev", "video*").Length == 0
            ? $"Plug a USB camera (UVC) into a USB port of the box, or the ribbon of a camera module into its connector (power off first); /dev/video0 then appears. For a network camera set {section}:Source to its rtsp:// address."
            : $"Set {section}:Source to the one that is there. If it is refused, the service's user must be in the group video, and no other program may have it open.";
    }
}
