using System.Runtime.InteropServices;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Liveness.Imaging;

/// <summary>The functions of <c>native/accesskiosk_liveness.h</c> that liveness calls; described there.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "accesskiosk_cv";

    [LibraryImport(Library, EntryPoint = "ak_segments_create")]
    internal static partial int SegmentsCreate(out SegmentsHandle segments);

    [LibraryImport(Library, EntryPoint = "ak_segments_find")]
    internal static partial int SegmentsFind(SegmentsHandle segments, in PixelView grey, float minLength, Segment* lines, int capacity, out int count);

    [LibraryImport(Library, EntryPoint = "ak_segments_free")]
    internal static partial void SegmentsFree(nint segments);

    internal static void Check(int status)
    {
        if (status != 0)
            throw new ImageException("There is not enough memory to look for edges.");
    }
}

/// <summary>A picture's memory, as the native side sees it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct PixelView(byte* data, Image image)
{
    private readonly byte* _data = data;
    private readonly int _width = image.Width, _height = image.Height, _channels = image.Channels, _stride = image.Stride;
}
