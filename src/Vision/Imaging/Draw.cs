using System.Numerics;
using AccessKiosk.Vision.Geometry;

namespace AccessKiosk.Vision.Imaging;

/// <summary>A colour to draw with.</summary>
public readonly record struct Colour(byte R, byte G, byte B)
{
    /// <summary>A green that shows on skin and on walls.</summary>
    public static Colour Green { get; } = new(0, 220, 90);

    /// <summary>Red.</summary>
    public static Colour Red { get; } = new(235, 50, 40);

    /// <summary>Yellow.</summary>
    public static Colour Yellow { get; } = new(250, 210, 0);

    /// <summary>White.</summary>
    public static Colour White { get; } = new(255, 255, 255);

    internal int Packed => R << 16 | G << 8 | B;
}

/// <summary>Draws on pictures, smoothed, to a sixteenth of a pixel; what lies outside is left out.</summary>
public static unsafe class Draw
{
    /// <summary>For a thickness: fill the shape.</summary>
    public const int Filled = -1;

    /// <summary>Draws a rectangle.</summary>
    public static void Rectangle(Image image, in Box box, Colour colour, int thickness = 2)
    {
        ArgumentNullException.ThrowIfNull(image);
        NativeMethods.Check(NativeMethods.DrawRectangle(
            image.Handle, box.X, box.Y, box.Width, box.Height, colour.Packed, thickness));
    }

    /// <summary>Draws a circle.</summary>
    public static void Circle(Image image, Vector2 centre, float radius, Colour colour, int thickness = Filled)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegative(radius);
        NativeMethods.Check(NativeMethods.DrawCircle(
            image.Handle, centre.X, centre.Y, radius, colour.Packed, thickness));
    }

    /// <summary>Draws a line.</summary>
    public static void Line(Image image, Vector2 from, Vector2 to, Colour colour, int thickness = 2) =>
        Lines(image, [from, to], closed: false, colour, thickness);

    /// <summary>Draws lines from each point to the next, and back to the first when closed.</summary>
    public static void Lines(Image image, ReadOnlySpan<Vector2> points, bool closed, Colour colour, int thickness = 2)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (points.Length < 2)
            throw new ArgumentException("A line needs two points.", nameof(points));
        fixed (Vector2* p = points)
            NativeMethods.Check(NativeMethods.DrawLines(image.Handle, p, points.Length, closed ? 1 : 0, colour.Packed, thickness));
    }

    /// <summary>Writes a line of text; its lower left corner is given. Letters outside ASCII appear as question marks.</summary>
    public static void Text(Image image, string text, Vector2 corner, Colour colour, float scale = 0.5f, int thickness = 1)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(text);
        var ascii = string.Create(text.Length, text, static (letters, source) =>
        {
            for (var i = 0; i < letters.Length; i++)
                letters[i] = source[i] is >= ' ' and <= '~' ? source[i] : '?';
        });
        NativeMethods.Check(NativeMethods.DrawText(image.Handle, ascii, corner.X, corner.Y, scale, colour.Packed, thickness));
    }
}
