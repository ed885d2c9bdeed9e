using System.Numerics;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Kiosk.Tests.Support;

/// <summary>Puts pictures beside each other.</summary>
internal static class Montage
{
    /// <summary>A picture with others drawn into it at the places given, each scaled.</summary>
    public static Image Of(int width, int height, params (Image Picture, float X, float Y, float Scale)[] parts)
    {
        var whole = Image.Create(width, height);
        whole.Pixels.Fill(96);
        Into(whole, parts);
        return whole;
    }

    /// <summary>Draws pictures into one.</summary>
    public static void Into(Image whole, params ReadOnlySpan<(Image Picture, float X, float Y, float Scale)> parts)
    {
        foreach (var (picture, x, y, scale) in parts)
        {
            using var scaled = Image.Create((int)(picture.Width * scale), (int)(picture.Height * scale));
            ImageOps.Warp(picture, scaled, Matrix3x2.CreateScale(scale), Border.Replicate);
            for (var row = 0; row < scaled.Height && row + (int)y < whole.Height; row++)
            {
                var free = whole.Row(row + (int)y)[(3 * (int)x)..];
                scaled.Row(row)[..Math.Min(free.Length, 3 * scaled.Width)].CopyTo(free);
            }
        }
    }

    /// <summary>A part of a picture.</summary>
    public static Image Cut(Image picture, int x, int y, int width, int height)
    {
        var part = Image.Create(width, height);
        for (var row = 0; row < height; row++)
            picture.Row(y + row).Slice(3 * x, 3 * width).CopyTo(part.Row(row));
        return part;
    }
}
