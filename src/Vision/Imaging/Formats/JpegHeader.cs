using System.Buffers.Binary;

namespace AccessKiosk.Vision.Imaging.Formats;

/// <summary>Walks a JPEG file's markers (ITU-T T.81, annex B) to its end, without decoding.</summary>
internal static class JpegHeader
{
    private const byte EndOfImage = 0xD9, StartOfScan = 0xDA, App1 = 0xE1;

    public static ImageHeader Read(ReadOnlySpan<byte> data)
    {
        var header = new ImageHeader(ImageFormat.Jpeg, 0, 0, Orientation: 1, Complete: false);
        for (var rest = data[2..]; NextMarker(ref rest) is var marker and not 0;)
        {
            if (marker == EndOfImage)
                return header with { Complete = true };
            if (rest.Length < 2)
                break;
            var length = BinaryPrimitives.ReadUInt16BigEndian(rest);
            if (length < 2 || length > rest.Length)
                break;
            var content = rest[2..length];
            // The decoder takes the first; another one would hide its size.
            if (IsFrame(marker) && content.Length >= 5 && header.Width == 0)
                header = header with { Height = BinaryPrimitives.ReadUInt16BigEndian(content[1..]), Width = BinaryPrimitives.ReadUInt16BigEndian(content[3..]) };
            else if (marker == App1 && content.StartsWith("Exif\0\0"u8))
                header = header with { Orientation = Exif.Orientation(content[6..]) };
            else if (marker == StartOfScan && header.Width == 0)
                break;
            else if (marker == StartOfScan)
                header = header with { Scans = header.Scans + 1 };
            rest = rest[length..];
        }
        return header;
    }

    // Moves behind the next marker that has a meaning of its own; 0 at the data's end. Inside a scan a byte FF is
    // followed by 00 where it is data, and restart markers (D0 to D7) have no content.
    private static byte NextMarker(ref ReadOnlySpan<byte> rest)
    {
        while (true)
        {
            var at = rest.IndexOf((byte)0xFF);
            if (at < 0 || at + 1 >= rest.Length)
                return 0;
            var marker = rest[at + 1];
            if (marker == 0xFF)
            {
                rest = rest[(at + 1)..];
                continue;
            }
            rest = rest[(at + 2)..];
            if (marker is not (0 or 1 or (>= 0xD0 and <= 0xD8)))
                return marker;
        }
    }

    // SOF0 to SOF15, without DHT, JPG and DAC, which lie between them.
    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
}
