using System.Security.Cryptography;
using System.Text;

namespace AccessKiosk.Storage.Keys;

/// <summary>
/// Seals small secrets that lie outside the database, with a key for each purpose derived (HKDF, RFC 5869) from one that
/// the master key wraps: they survive the master key's rotation and are worth nothing without it.
/// </summary>
public sealed class SecretBox
{
    private readonly KeyStore _keys;

    internal SecretBox(KeyStore keys) => _keys = keys;

    /// <summary>Seals a secret (AES-256-GCM).</summary>
    /// <param name="purpose">What it is; a box opens for the same purpose only.</param>
    /// <param name="secret">The secret.</param>
    public byte[] Seal(string purpose, ReadOnlySpan<byte> secret)
    {
        var key = Derive(purpose);
        var box = Sealer.Seal(key, secret, Encoding.UTF8.GetBytes(purpose));
        CryptographicOperations.ZeroMemory(key);
        return box;
    }

    /// <summary>Opens what <see cref="Seal"/> made; null when it belongs to another store or purpose, or was altered.</summary>
    public byte[]? Open(string purpose, ReadOnlySpan<byte> box)
    {
        var key = Derive(purpose);
        var secret = new byte[Sealer.PlainSize(box.Length)];
        var opened = Sealer.TryOpen(key, box, Encoding.UTF8.GetBytes(purpose), secret);
        CryptographicOperations.ZeroMemory(key);
        return opened ? secret : null;
    }

    private byte[] Derive(string purpose) => _keys.Derive($"secret box 1 {purpose}");
}
