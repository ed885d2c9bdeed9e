using System.Security.Cryptography;

namespace AccessKiosk.Storage.Keys;

/// <summary>What names and admits a person as its row keeps it: sealed by the person's key, so that a backup forgets it with the key.</summary>
internal static class SealedProfile
{
    /// <summary>Seals.</summary>
    public static byte[] Seal(ReadOnlySpan<byte> key, Guid person, ReadOnlySpan<byte> plain) => Sealer.Seal(key, plain, Context(person));

    /// <summary>Opens; null when the key, the row or the content is another.</summary>
    public static byte[]? Open(KeyStore keys, Guid person, byte[] box)
    {
        Span<byte> key = stackalloc byte[Sealer.KeySize];
        var plain = new byte[Sealer.PlainSize(box.Length)];
        var opened = keys.TryGet(KeyKind.Profile, person, key) && Sealer.TryOpen(key, box, Context(person), plain);
        CryptographicOperations.ZeroMemory(key);
        return opened ? plain : null;
    }

    private static byte[] Context(Guid person) => Sealer.Context("profile 1", person);
}
