using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Kiosk.Health;

/// <summary>The native libraries beside the program.</summary>
internal static class NativeChecks
{
    public static CheckResult Run()
    {
        try
        {
            return CheckResult.Ok("native library", $"OpenCV {ImagingLibrary.OpenCvVersion}");
        }
        catch (Exception fault) when (fault is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return CheckResult.Fail("native library", fault.Message.Split('\n')[0], "Run ./kiosk setup: it installs OpenCV and builds the library.");
        }
    }
}
