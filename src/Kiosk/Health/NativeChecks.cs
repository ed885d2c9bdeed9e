using AccessKiosk.Access.Health;
using AccessKiosk.Vision.Imaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessKiosk.Kiosk.Health;

/// <summary>The native libraries beside the program.</summary>
internal static class NativeChecks
{
    public static void Add(IHealthChecksBuilder checks) => checks.AddCheck("native library", Check);

    private static HealthCheckResult Check()
    {
        try
        {
            return CheckOutcome.Ok($"OpenCV {ImagingLibrary.OpenCvVersion}");
        }
        catch (Exception fault) when (fault is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return CheckOutcome.Fail(fault.Message.Split('\n')[0], "Run ./kiosk setup: it installs OpenCV and builds the library.");
        }
    }
}
