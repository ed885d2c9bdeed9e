using System.Buffers.Binary;
using System.IO.Compression;

namespace AccessKiosk.Vision.Tests.Imaging;

/// <summary>Writes PNG files of kinds that the product itself does not write (W3C PNG, third edition).</summary>
internal static class PngFile
{
    public const byte Grey = 0, Rgb = 2, Rgba = 6;

    /// <summary>A whole file; the content is the rows without filter bytes, big-endian where 16 bits deep.</summary>
    public static byte[] Write(int width, int height, byte depth, byte colourType, byte[] content)
    {
        var row = content.Length / height;
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            for (var y = 0; y < height; y++)
            {
                zlib.WriteByte(0);
                zlib.Write(content, y * row, row);
            }
        return [.. Header(width, height, depth, colourType), .. Chunk("IDAT"u8, packed.ToArray()), .. Chunk("IEND"u8, [])];
    }

    /// <summary>The signature and the first chunk alone: what a decoder learns the size from.</summary>
    public static byte[] Header(int width, int height, byte depth = 8, byte colourType = Rgb)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = depth;
        header[9] = colourType;
        return [0x89, .. "PNG\r\n\x1A\n"u8, .. Chunk("IHDR"u8, header)];
    }

    /// <summary>One chunk with its check sum.</summary>
    public static byte[] Chunk(ReadOnlySpan<byte> type, byte[] content)
    {
        var chunk = new byte[12 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        type.CopyTo(chunk.AsSpan(4));
        content.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + content.Length), Crc(chunk.AsSpan(4, 4 + content.Length)));
        return chunk;
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }
        return ~crc;
    }
}
