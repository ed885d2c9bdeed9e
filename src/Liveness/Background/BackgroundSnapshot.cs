using System.Buffers.Binary;

namespace AccessKiosk.Liveness.Background;

/// <summary>The empty room as it looked, to be recognised after an interruption or a restart.</summary>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Pixels">Grey, row by row.</param>
public sealed record BackgroundSnapshot(int Width, int Height, ReadOnlyMemory<byte> Pixels)
{
    private const int HeaderSize = 5;
    private const byte Format = 1;

    /// <summary>For a file: a format number, width and height (16 bits each, little-endian), then the pixels.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[HeaderSize + Pixels.Length];
        bytes[0] = Format;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(1), (ushort)Width);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(3), (ushort)Height);
        Pixels.Span.CopyTo(bytes.AsSpan(HeaderSize));
        return bytes;
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote; null for anything else.</summary>
    public static BackgroundSnapshot? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderSize || bytes[0] != Format)
            return null;
        var (width, height) = (BinaryPrimitives.ReadUInt16LittleEndian(bytes[1..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[3..]));
        return bytes.Length == HeaderSize + width * height ? new(width, height, bytes[HeaderSize..].ToArray()) : null;
    }
}
