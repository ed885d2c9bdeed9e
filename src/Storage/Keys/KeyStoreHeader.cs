using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AccessKiosk.Storage.Keys;

/// <summary>
/// The key store's first 128 bytes: <c>magic (8), store (16), made (8) | nonce (12) | key check (16) | 0</c>.
/// The key check is a GCM tag over nothing: it tells a wrong master key before anything is touched.
/// </summary>
internal readonly record struct KeyStoreHeader(Guid Store, long Made)
{
    private const int Head = 32;
    private const int Check = Head + Sealer.NonceSize;

    private static ReadOnlySpan<byte> Magic => "AKKEYS1\n"u8;

    public static AesGcm Wrap(MasterKey master, Guid store)
    {
        var key = master.Derive("accesskiosk key wrap 1", store);
        var wrap = new AesGcm(key, Sealer.TagSize);
        CryptographicOperations.ZeroMemory(key);
        return wrap;
    }

    public void Write(AesGcm wrap, Span<byte> block)
    {
        block[..KeySlot.Size].Clear();
        Magic.CopyTo(block);
        Store.TryWriteBytes(block[8..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64LittleEndian(block[24..], Made);
        RandomNumberGenerator.Fill(block[Head..Check]);
        wrap.Encrypt(block[Head..Check], [], [], block.Slice(Check, Sealer.TagSize), block[..Head]);
    }

    /// <summary>False when this is no key store at all.</summary>
    public static bool TryRead(ReadOnlySpan<byte> block, out KeyStoreHeader header)
    {
        header = default;
        if (block.Length < KeySlot.Size || !block.StartsWith(Magic))
            return false;
        header = new(
            new Guid(block.Slice(8, 16), bigEndian: true), BinaryPrimitives.ReadInt64LittleEndian(block[24..]));
        return true;
    }

    /// <summary>Whether this master key is the one that the store was wrapped with.</summary>
    public static bool Opens(AesGcm wrap, ReadOnlySpan<byte> block)
    {
        try
        {
            wrap.Decrypt(block[Head..Check], [], block.Slice(Check, Sealer.TagSize), [], block[..Head]);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }
}
