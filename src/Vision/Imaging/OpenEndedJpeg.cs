using System.Security.Cryptography;

namespace AccessKiosk.Vision.Imaging;

/// <summary>
/// Decodes a JPEG that ends without its end marker, as some cameras write them, and tells it from half a file: what follows
/// the last pixel changes nothing, what follows in the middle of the picture does.
/// </summary>
internal static class OpenEndedJpeg
{
    private static ReadOnlySpan<byte> End => [0xFF, 0xD9];

    /// <summary>Decodes into a picture of its size.</summary>
    /// <exception cref="ImageException">It is half a file.</exception>
    public static void Decode(ReadOnlySpan<byte> data, Image stored, string name)
    {
        // Half of the end marker would make another marker of what follows.
        var picture = data.TrimEnd((byte)0xFF);
        var first = HashOf(picture, End, stored, name);
        // The second is what stays: where both are equal it is the picture.
        if (!first.AsSpan().SequenceEqual(HashOf(picture, Continuation(), stored, name)))
            throw ImageFile.CutOff(name, "JPEG", data.Length);
    }

    private static byte[] HashOf(ReadOnlySpan<byte> data, ReadOnlySpan<byte> tail, Image stored, string name)
    {
        ImageFile.DecodeInto([.. data, .. tail], stored, name);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var y = 0; y < stored.Height; y++)
            hash.AppendData(stored.Row(y));
        return hash.GetHashAndReset();
    }

    // Bits that would be pixels, also behind each of the eight restart markers that a decoder may be waiting for.
    private static byte[] Continuation()
    {
        var tail = new List<byte>();
        for (var marker = 0xD0; marker <= 0xD8; marker++)
        {
            for (var i = 0; i < 64; i++)
                tail.Add((byte)(i * 37 + 11 & 0x7F));
            if (marker < 0xD8)
                tail.AddRange([0xFF, (byte)marker]);
        }

        return [.. tail, .. End];
    }
}
