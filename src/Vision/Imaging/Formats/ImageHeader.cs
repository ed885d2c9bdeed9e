using System.Buffers.Binary;

namespace AccessKiosk.Vision.Imaging.Formats;

/// <summary>
/// What a picture file says about itself, read without decoding: OpenCV cannot tell a size in advance, hides that a
/// file was cut off, and turns by EXIF in some formats and versions only.
/// </summary>
/// <param name="Format">The kind of file, by its signature.</param>
/// <param name="Width">Width as stored; 0 when the header is damaged or cut off.</param>
/// <param name="Height">Height as stored.</param>
/// <param name="Orientation">EXIF orientation, 1 to 8; 1 where none is given.</param>
/// <param name="Complete">Whether the file reaches its own end.</param>
/// <param name="Animated">Whether it holds more than one picture and no still one.</param>
/// <param name="Scans">How often a JPEG goes over its picture.</param>
internal readonly record struct ImageHeader(
    ImageFormat Format, long Width, long Height, int Orientation, bool Complete, bool Animated = false, int Scans = 0)
{
    /// <summary>Reads the header; null when the data is of no known kind.</summary>
    public static ImageHeader? Read(ReadOnlySpan<byte> data)
    {
        if (data.StartsWith<byte>([0xFF, 0xD8, 0xFF]))
            return JpegHeader.Read(data);
        if (data.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]))
            return Png(data);
        if (data.Length >= 12 && data.StartsWith("RIFF"u8) && data[8..].StartsWith("WEBP"u8))
            return WebP(data);
        return null;
    }

    // W3C PNG, third edition: chunks of length, type, data, CRC. The first size is the decoder's, whatever comes after it.
    private static ImageHeader Png(ReadOnlySpan<byte> data)
    {
        long width = 0, height = 0;
        var orientation = 1;
        var rest = data[8..];
        while (rest.Length >= 12)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            var type = rest[4..8];
            if (length > rest.Length - 12)
                break;
            var content = rest.Slice(8, (int)length);
            if (type.SequenceEqual("IHDR"u8) && length >= 8 && width == 0)
                (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(content), BinaryPrimitives.ReadUInt32BigEndian(content[4..]));
            else if (type.SequenceEqual("eXIf"u8))
                orientation = Exif.Orientation(content);
            else if (type.SequenceEqual("IEND"u8))
                return new(ImageFormat.Png, width, height, orientation, Complete: true);
            rest = rest[(12 + (int)length)..];
        }
        return new(ImageFormat.Png, width, height, orientation, Complete: false);
    }

    // RFC 9649: a RIFF container with one of three bitstreams. The first chunk alone says how large the decoder makes the picture.
    private static ImageHeader WebP(ReadOnlySpan<byte> data)
    {
        long width = 0, height = 0;
        var orientation = 1;
        var animated = false;
        var complete = data.Length >= 8L + BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
        var isFirst = true;
        for (var rest = data[12..]; rest.Length >= 18; isFirst = false)
        {
            var type = rest[..4];
            var length = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            var content = rest[8..];
            if (type.SequenceEqual("VP8X"u8) && isFirst)
            {
                width = 1 + (BinaryPrimitives.ReadUInt32LittleEndian(content[4..]) & 0xFFFFFF);
                height = 1 + (BinaryPrimitives.ReadUInt32LittleEndian(content[6..]) >> 8);
                animated = (content[0] & 2) != 0;
            }
            else if (type.SequenceEqual("VP8L"u8) && isFirst)
            {
                var bits = BinaryPrimitives.ReadUInt32LittleEndian(content[1..]);
                (width, height) = (1 + (bits & 0x3FFF), 1 + ((bits >> 14) & 0x3FFF));
            }
            else if (type.SequenceEqual("VP8 "u8) && isFirst)
            {
                width = BinaryPrimitives.ReadUInt16LittleEndian(content[6..]) & 0x3FFF;
                height = BinaryPrimitives.ReadUInt16LittleEndian(content[8..]) & 0x3FFF;
            }
            else if (type.SequenceEqual("EXIF"u8))
            {
                orientation = Exif.Orientation(content[..(int)Math.Min(length, content.Length)]);
            }
            var next = 8 + length + (length & 1L);
            rest = next > rest.Length ? default : rest[(int)next..];
        }
        return new(ImageFormat.WebP, width, height, orientation, complete, animated);
    }
}
