using System.Runtime.InteropServices;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Hardware.Cameras.Local;

/// <summary>What the driver of a local camera says of it; the functions are described in <c>native/accesskiosk_cv.h</c>.</summary>
internal static unsafe partial class VideoDevice
{
    private const int MostFormats = 32;

    /// <summary>The formats that a camera offers in a size; empty where it does not say.</summary>
    /// <param name="device"><c>/dev/video0</c>.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    public static IReadOnlyList<VideoFormat> Formats(string device, int width, int height)
    {
        var formats = stackalloc VideoFormat[MostFormats];
        return List(device, width, height, formats, MostFormats, out var count) == NativeMethods.Ok ? [.. new ReadOnlySpan<VideoFormat>(formats, count)] : [];
    }

    /// <summary>Asks a camera to keep its rate in the dark rather than to expose longer; many have no such control.</summary>
    public static void KeepRate(string device) => _ = TryKeepRate(device);

    [LibraryImport(NativeMethods.Library, EntryPoint = "ak_video_formats", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int List(string device, int width, int height, VideoFormat* formats, int most, out int count);

    [LibraryImport(NativeMethods.Library, EntryPoint = "ak_video_keep_rate", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int TryKeepRate(string device);
}
