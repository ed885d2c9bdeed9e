using System.Security.Cryptography;
using System.Text;

namespace AccessKiosk.Storage.Keys;

/// <summary>
/// AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce: <c>nonce (12) | ciphertext | tag (16)</c>.
/// The context is authenticated, so a sealed value opens only in the row that it was made for.
/// </summary>
internal static class Sealer
{
    public const int KeySize = 32;
    public const int NonceSize = 12;
    public const int TagSize = 16;

    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context)
    {
        var box = new byte[NonceSize + plain.Length + TagSize];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceSize));
        using var cipher = new AesGcm(key, TagSize);
        cipher.Encrypt(
            box.AsSpan(0, NonceSize), plain, box.AsSpan(NonceSize, plain.Length), box.AsSpan(NonceSize + plain.Length), context);
        return box;
    }

    /// <summary>Opens into <paramref name="plain"/>, of <see cref="PlainSize"/> bytes; false when key, context or content differ.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> key, ReadOnlySpan<byte> box, ReadOnlySpan<byte> context, Span<byte> plain)
    {
        if (box.Length != plain.Length + NonceSize + TagSize)
            return false;
        try
        {
            using var cipher = new AesGcm(key, TagSize);
            cipher.Decrypt(box[..NonceSize], box[NonceSize..^TagSize], box[^TagSize..], plain, context);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    public static int PlainSize(int boxSize) => Math.Max(0, boxSize - NonceSize - TagSize);

    /// <summary>The context of a value: what it is and the row that it belongs to.</summary>
    public static byte[] Context(string kind, Guid owner, Guid row = default, string detail = "")
    {
        var text = Encoding.UTF8.GetByteCount(kind);
        var context = new byte[text + 1 + 16 + 16 + Encoding.UTF8.GetByteCount(detail)];
        Encoding.UTF8.GetBytes(kind, context);
        owner.TryWriteBytes(context.AsSpan(text + 1), bigEndian: true, out _);
        row.TryWriteBytes(context.AsSpan(text + 17), bigEndian: true, out _);
        Encoding.UTF8.GetBytes(detail, context.AsSpan(text + 33));
        return context;
    }
}
