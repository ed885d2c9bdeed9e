using System.Buffers.Binary;

namespace AccessKiosk.Vision.Imaging.Formats;

/// <summary>
/// Leaves of a PNG what its pixels need. Texts, profiles and suggested palettes are packed too, and a small file of them
/// unpacks for minutes: they do not reach the decoder.
/// </summary>
internal static class PngChunks
{
    private const int Signature = 8;
    private const int Frame = 12;

    /// <summary>The file without what its pixels do not need; itself where nothing can be left out.</summary>
    public static ReadOnlySpan<byte> Essential(ReadOnlySpan<byte> data)
    {
        var kept = new byte[data.Length];
        data[..Signature].CopyTo(kept);
        var length = Signature;
        for (var rest = data[Signature..]; rest.Length >= Frame;)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (size > rest.Length - Frame)
                return data;
            var chunk = rest[..(Frame + (int)size)];
            var type = chunk[4..8];
            // A capital first letter: the picture cannot be decoded without it.
            if (char.IsAsciiLetterUpper((char)type[0]) || type.SequenceEqual("tRNS"u8))
            {
                chunk.CopyTo(kept.AsSpan(length));
                length += chunk.Length;
            }

            rest = rest[chunk.Length..];
            if (type.SequenceEqual("IEND"u8))
                break;
        }

        return kept.AsSpan(0, length);
    }
}
