using System.Numerics;
using System.Runtime.InteropServices;

namespace AccessKiosk.Vision.Imaging;

/// <summary>The functions of <c>native/accesskiosk_cv.h</c> that work on pictures; described there.</summary>
internal static unsafe partial class NativeMethods
{
    internal const string Library = "accesskiosk_cv";
    internal const int Ok = 0, Failed = 1, End = 2, Size = 3;

    /// <summary>Throws, with the native text, when a call failed.</summary>
    internal static void Check(int status)
    {
        if (status == Failed)
            throw new ImageException(LastError);
    }

    internal static string LastError => Marshal.PtrToStringUTF8(Error()) ?? "";

    [LibraryImport(Library, EntryPoint = "ak_error")]
    private static partial nint Error();

    [LibraryImport(Library, EntryPoint = "ak_opencv_version")]
    internal static partial nint OpenCvVersion();

    [LibraryImport(Library, EntryPoint = "ak_give_back")]
    internal static partial void GiveBack();

    [LibraryImport(Library, EntryPoint = "ak_image_create")]
    internal static partial int ImageCreate(int width, int height, int channels, out ImageHandle image, out byte* pixels, out int stride);

    [LibraryImport(Library, EntryPoint = "ak_image_free")]
    internal static partial void ImageFree(nint image);

    [LibraryImport(Library, EntryPoint = "ak_decode")]
    internal static partial int Decode(byte* data, long length, ImageHandle image);

    [LibraryImport(Library, EntryPoint = "ak_encode", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Encode(ImageHandle image, string extension, int quality, out BytesHandle bytes, out byte* data, out long length);

    [LibraryImport(Library, EntryPoint = "ak_bytes_free")]
    internal static partial void BytesFree(nint bytes);

    [LibraryImport(Library, EntryPoint = "ak_copy")]
    internal static partial int Copy(ImageHandle source, ImageHandle target);

    [LibraryImport(Library, EntryPoint = "ak_resize")]
    internal static partial int Resize(ImageHandle source, ImageHandle target);

    [LibraryImport(Library, EntryPoint = "ak_warp")]
    internal static partial int Warp(ImageHandle source, ImageHandle target, Matrix3x2* sourceToTarget, int replicate);

    [LibraryImport(Library, EntryPoint = "ak_grey")]
    internal static partial int Grey(ImageHandle source, ImageHandle target);

    [LibraryImport(Library, EntryPoint = "ak_orient")]
    internal static partial int Orient(ImageHandle source, ImageHandle target, int exifOrientation);

    [LibraryImport(Library, EntryPoint = "ak_crop")]
    internal static partial int Crop(
        ImageHandle source, Matrix3x2* sourceToCrop, int count, int width, int height,
        int rgb, int layout, float scale, float offset, int replicate, float* tensor);

    [LibraryImport(Library, EntryPoint = "ak_measure")]
    internal static partial int Measure(
        ImageHandle image, float x, float y, float width, float height, int side, int darkBelow, int brightAbove, out RegionMeasures measures);

    [LibraryImport(Library, EntryPoint = "ak_flow_create")]
    internal static partial int FlowCreate(out FlowHandle flow);

    [LibraryImport(Library, EntryPoint = "ak_flow_compute")]
    internal static partial int FlowCompute(FlowHandle flow, ImageHandle from, ImageHandle to, out Vector2* field);

    [LibraryImport(Library, EntryPoint = "ak_flow_free")]
    internal static partial void FlowFree(nint flow);

    [LibraryImport(Library, EntryPoint = "ak_homography")]
    internal static partial int Homography(Vector2* from, Vector2* to, int count, float threshold, double* matrix, byte* inliers);

    [LibraryImport(Library, EntryPoint = "ak_draw_rectangle")]
    internal static partial int DrawRectangle(ImageHandle image, float x, float y, float width, float height, int colour, int thickness);

    [LibraryImport(Library, EntryPoint = "ak_draw_circle")]
    internal static partial int DrawCircle(ImageHandle image, float x, float y, float radius, int colour, int thickness);

    [LibraryImport(Library, EntryPoint = "ak_draw_lines")]
    internal static partial int DrawLines(ImageHandle image, Vector2* points, int count, int closed, int colour, int thickness);

    [LibraryImport(Library, EntryPoint = "ak_draw_text", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int DrawText(ImageHandle image, string text, float x, float y, float scale, int colour, int thickness);
}
