using System.Buffers.Binary;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Imaging.Formats;

namespace AccessKiosk.Kiosk.Tests.Support;

/// <summary>Writes one picture as the kinds of file that cameras, scanners and phones make.</summary>
internal static class PictureFiles
{
    /// <summary>Grey JPEG.</summary>
    public static byte[] Grey(Image picture)
    {
        using var grey = Image.Create(picture.Width, picture.Height, 1);
        ImageOps.ToGrey(picture, grey);
        return ImageFile.Encode(grey, ImageFormat.Jpeg);
    }

    /// <summary>PNG with an alpha channel.</summary>
    public static byte[] Rgba(Image picture) => PngFile.Write(picture.Width, picture.Height, 8, PngFile.Rgba, [.. Pixels(picture).SelectMany(p => (byte[])[p.R, p.G, p.B, 128])]);

    /// <summary>PNG with 16 bits a channel.</summary>
    public static byte[] SixteenBit(Image picture) => PngFile.Write(picture.Width, picture.Height, 16, PngFile.Rgb, [.. Pixels(picture).SelectMany(p => (byte[])[p.R, 7, p.G, 7, p.B, 7])]);

    /// <summary>JPEG that lies on its side and says so in EXIF (orientation 6: turn it right).</summary>
    public static byte[] Rotated(Image picture)
    {
        using var turned = Image.Create(picture.Height, picture.Width);
        ImageOps.Rotate(picture, turned, Rotation.Counterclockwise90);
        var jpeg = ImageFile.Encode(turned, ImageFormat.Jpeg);
        byte[] tiff = [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
        return [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(tiff.Length + 8), .. "Exif\0\0"u8, .. tiff, .. jpeg[2..]];
    }

    /// <summary>
    /// CMYK JPEG as Adobe writes it (inverted, marker APP14), made of four grey JPEGs: a baseline file may hold one
    /// scan a component (ITU-T T.81, B.2.3), and the encoder gives all four the same tables.
    /// </summary>
    public static byte[] Cmyk(Image picture)
    {
        var planes = Enumerable.Range(0, 4).Select(channel => Plane(picture, channel)).ToArray();
        var (frame, scan) = (planes[0].AsSpan().IndexOf<byte>([0xFF, 0xC0]), planes[0].AsSpan().IndexOf<byte>([0xFF, 0xDA]));
        List<byte> file = [0xFF, 0xD8, 0xFF, 0xEE, 0, 14, .. "Adobe"u8, 0, 100, 0, 0, 0, 0, 0];
        file.AddRange(Tables(planes[0], 0xDB));
        file.AddRange([0xFF, 0xC0, 0, 20, .. planes[0].AsSpan(frame + 4, 5), 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0]);
        file.AddRange(Tables(planes[0], 0xC4));
        for (byte i = 0; i < 4; i++)
            file.AddRange([0xFF, 0xDA, 0, 8, 1, (byte)(i + 1), 0, 0, 63, 0, .. planes[i].AsSpan(scan + 10)[..^2]]);
        return [.. file, 0xFF, 0xD9];
    }

    private static byte[] Plane(Image picture, int channel)
    {
        using var plane = Image.Create(picture.Width, picture.Height, 1);
        for (var y = 0; y < picture.Height; y++)
            for (var x = 0; x < picture.Width; x++)
                plane.Row(y)[x] = channel == 3 ? (byte)255 : picture.Row(y)[3 * x + 2 - channel];
        return ImageFile.Encode(plane, ImageFormat.Jpeg);
    }

    private static List<byte> Tables(byte[] jpeg, byte marker)
    {
        var found = new List<byte>();
        for (var at = 2; jpeg[at + 1] != 0xDA;)
        {
            var length = 2 + BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at + 2));
            if (jpeg[at + 1] == marker)
                found.AddRange(jpeg.AsSpan(at, length));
            at += length;
        }
        return found;
    }

    private static IEnumerable<(byte R, byte G, byte B)> Pixels(Image picture)
    {
        for (var y = 0; y < picture.Height; y++)
            for (var x = 0; x < picture.Width; x++)
                yield return (picture.Row(y)[3 * x + 2], picture.Row(y)[3 * x + 1], picture.Row(y)[3 * x]);
    }
}
