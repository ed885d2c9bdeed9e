using System.Runtime.InteropServices;

namespace AccessKiosk.Vision.Imaging;

/// <summary>The native library behind this project.</summary>
public static class ImagingLibrary
{
    /// <summary>OpenCV's version; asking for it loads the library.</summary>
    /// <exception cref="ImageException">The library, or one of OpenCV's that it needs, cannot be loaded.</exception>
    public static string OpenCvVersion
    {
        get
        {
            try
            {
                return Marshal.PtrToStringUTF8(NativeMethods.OpenCvVersion()) ?? "";
            }
            catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
            {
                throw new ImageException($"The native library cannot be loaded; run ./kiosk setup, which installs OpenCV and builds it. {e.Message.Split('\n')[0]}", e);
            }
        }
    }

    /// <summary>Gives what large pictures took back to the system: unused managed memory too, without stopping the other threads for it.</summary>
    public static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        NativeMethods.GiveBack();
    }
}
