using System.Buffers.Binary;

namespace AccessKiosk.Vision.Imaging.Formats;

/// <summary>Reads the one EXIF tag that matters here.</summary>
internal static class Exif
{
    private const ushort OrientationTag = 0x0112;

    /// <summary>The orientation, 1 to 8, of a TIFF block; 1 when there is none or the block is damaged.</summary>
    public static int Orientation(ReadOnlySpan<byte> tiff)
    {
        if (tiff.StartsWith("Exif\0\0"u8)) // Some writers of WebP and PNG keep JPEG's prefix.
            tiff = tiff[6..];
        if (tiff.Length < 8 || !(tiff.StartsWith("II*\0"u8) || tiff.StartsWith("MM\0*"u8)))
            return 1;
        var little = tiff[0] == 'I';
        var directory = Int32(tiff[4..], little);
        if (directory > tiff.Length - 2)
            return 1;
        var entries = tiff[((int)directory + 2)..];
        for (var left = Int16(tiff[(int)directory..], little); left > 0 && entries.Length >= 12; left--, entries = entries[12..])
            if (Int16(entries, little) == OrientationTag)
                return Int16(entries[8..], little) is >= 1 and <= 8 and var found ? found : 1;
        return 1;
    }

    private static ushort Int16(ReadOnlySpan<byte> data, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(data) : BinaryPrimitives.ReadUInt16BigEndian(data);

    private static uint Int32(ReadOnlySpan<byte> data, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(data) : BinaryPrimitives.ReadUInt32BigEndian(data);
}
