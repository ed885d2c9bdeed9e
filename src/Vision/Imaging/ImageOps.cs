using System.Numerics;
using AccessKiosk.Vision.Geometry;

namespace AccessKiosk.Vision.Imaging;

/// <summary>A turn by quarters.</summary>
public enum Rotation
{
    /// <summary>A quarter to the right.</summary>
    Clockwise90 = 6,

    /// <summary>Upside down.</summary>
    Half = 3,

    /// <summary>A quarter to the left.</summary>
    Counterclockwise90 = 8,
}

/// <summary>Work on whole pictures, into pictures that the caller provides; nothing is allocated.</summary>
public static unsafe class ImageOps
{
    /// <summary>The side in pixels of the square that <see cref="Measure"/> resamples a region to.</summary>
    public const int MeasureSide = 128;

    private const int DarkBelow = 16;
    private const int BrightAbove = 239;

    /// <summary>Resamples to the target's size: by area where either side shrinks, else linear.</summary>
    /// <exception cref="ImageException">The pictures differ in channels.</exception>
    public static void Resize(Image source, Image target)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        NativeMethods.Check(NativeMethods.Resize(source.Handle, target.Handle));
    }

    /// <summary>Maps the source into the target, sampled as <see cref="Crop"/> does.</summary>
    /// <param name="source">A picture.</param>
    /// <param name="target">Another picture with as many channels.</param>
    /// <param name="sourceToTarget">Maps a place in the source to its place in the target, continuous coordinates.</param>
    /// <param name="border">What lies outside the source.</param>
    /// <exception cref="ImageException">The pictures differ in channels, or the map cannot be inverted.</exception>
    public static void Warp(Image source, Image target, Matrix3x2 sourceToTarget, Border border = Border.Black)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        NativeMethods.Check(NativeMethods.Warp(source.Handle, target.Handle, &sourceToTarget, border == Border.Replicate ? 1 : 0));
    }

    /// <summary>Writes the brightness (ITU-R BT.601) into a grey picture of the same size.</summary>
    /// <exception cref="ImageException">The target is not grey or has another size.</exception>
    public static void ToGrey(Image source, Image target)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        NativeMethods.Check(NativeMethods.Grey(source.Handle, target.Handle));
    }

    /// <summary>Turns by quarters into a picture of the turned size.</summary>
    /// <exception cref="ImageException">The target's size does not fit.</exception>
    public static void Rotate(Image source, Image target, Rotation rotation) => Orient(source, target, (int)rotation);

    /// <summary>Measures the part of a region that lies inside the picture (grey or BGR).</summary>
    /// <exception cref="ArgumentException">The region lies outside the picture.</exception>
    public static RegionMeasures Measure(Image source, in Box region)
    {
        ArgumentNullException.ThrowIfNull(source);
        var inside = region.Intersect(new(0, 0, source.Width, source.Height));
        if (!(inside.Area > 0))
            throw new ArgumentException("The region lies outside the picture.", nameof(region));
        NativeMethods.Check(NativeMethods.Measure(
            source.Handle, inside.X, inside.Y, inside.Width, inside.Height, MeasureSide, DarkBelow, BrightAbove, out var measures));
        return measures;
    }

    /// <summary>Brings a picture upright by its EXIF orientation, 1 to 8.</summary>
    internal static void Orient(Image source, Image target, int exifOrientation)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        NativeMethods.Check(NativeMethods.Orient(source.Handle, target.Handle, exifOrientation));
    }
}
