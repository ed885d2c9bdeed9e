using System.Runtime.InteropServices;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Simulation;

/// <summary>Calls into <c>native/accesskiosk_liveness.h</c>; described there.</summary>
internal static unsafe partial class Plane
{
    private const string Library = "accesskiosk_cv";

    /// <summary>Draws a flat picture, placed in space, over another.</summary>
    /// <param name="source">The flat picture, BGR.</param>
    /// <param name="opacity">A grey picture of its size, or null for opaque.</param>
    /// <param name="map">Row-major 3×3 map from its pixels to the target's, continuous coordinates.</param>
    /// <param name="target">The picture to draw on.</param>
    public static void Draw(Image source, Image? opacity, ReadOnlySpan<double> map, Image target)
    {
        fixed (byte* s = source.Pixels)
        fixed (byte* o = opacity is null ? default : opacity.Pixels)
        fixed (byte* t = target.Pixels)
        fixed (double* m = map)
        {
            var over = new View(s, source);
            var to = new View(t, target);
            var cover = opacity is null ? default : new View(o, opacity);
            Check(DrawPlane(&over, opacity is null ? null : &cover, m, &to));
        }
    }

    /// <summary>Gaussian blur in place.</summary>
    public static void Blur(Image image, float sigmaX, float sigmaY)
    {
        if (sigmaX < 0.2f && sigmaY < 0.2f)
            return;
        fixed (byte* data = image.Pixels)
        {
            var view = new View(data, image);
            Check(Blur(&view, sigmaX, sigmaY));
        }
    }

    private static void Check(int status)
    {
        if (status != 0)
            throw new ImageException("There is not enough memory to draw the scene.");
    }

    [LibraryImport(Library, EntryPoint = "ak_draw_plane")]
    private static partial int DrawPlane(View* source, View* opacity, double* map, View* target);

    [LibraryImport(Library, EntryPoint = "ak_blur")]
    private static partial int Blur(View* image, float sigmaX, float sigmaY);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct View(byte* data, Image image)
    {
        private readonly byte* _data = data;
        private readonly int _width = image.Width, _height = image.Height, _channels = image.Channels, _stride = image.Stride;
    }
}
