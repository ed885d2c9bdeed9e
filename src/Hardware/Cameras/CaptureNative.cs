using System.Runtime.InteropServices;
using AccessKiosk.Vision.Imaging;
using Microsoft.Win32.SafeHandles;

namespace AccessKiosk.Hardware.Cameras;

/// <summary>Owns a native <c>ak_capture</c>.</summary>
internal sealed class CaptureHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        CaptureNative.Free(handle);
        return true;
    }
}

/// <summary>The native <c>ak_capture_info</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CaptureInfo
{
    public int Width, Height, Rotation;
    public double FramesPerSecond, Frames;
    public fixed byte Backend[16];
}

/// <summary>The functions of <c>native/accesskiosk_cv.h</c> that read video; described there.</summary>
internal static partial class CaptureNative
{
    [LibraryImport(NativeMethods.Library, EntryPoint = "ak_capture_open", StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial int Open(
        string source, CameraBackend backend, uint fourCc, int width, int height, double framesPerSecond, int openTimeout, int readTimeout,
        out CaptureHandle capture, CaptureInfo* info);

    [LibraryImport(NativeMethods.Library, EntryPoint = "ak_capture_grab")]
    internal static partial int Grab(CaptureHandle capture, out double positionMilliseconds);

    [LibraryImport(NativeMethods.Library, EntryPoint = "ak_capture_retrieve")]
    internal static partial int Retrieve(CaptureHandle capture, ImageHandle image, out int width, out int height);

    [LibraryImport(NativeMethods.Library, EntryPoint = "ak_capture_rewind")]
    internal static partial int Rewind(CaptureHandle capture);

    [LibraryImport(NativeMethods.Library, EntryPoint = "ak_capture_free")]
    internal static partial void Free(nint capture);
}
