using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using AccessKiosk.Storage.Schema;

namespace AccessKiosk.Storage.Audit;

/// <summary>
/// The links: HMAC-SHA-256 over the previous link's hash and every field, under a key that only the key store holds.
/// Whoever has the database alone can neither recompute a link nor add one.
/// </summary>
internal sealed class AuditChain(byte[] key)
{
    public const int HashSize = 32;

    /// <summary>What the first entry follows.</summary>
    public static byte[] Root => new byte[HashSize];

    public AuditRow Link(
        long sequence, byte[] previous, DateTimeOffset at, string actor, string action, string? subject, string? details)
    {
        var row = new AuditRow
        {
            Sequence = sequence,
            At = at,
            Actor = actor,
            Action = action,
            Subject = subject,
            Details = details,
            Previous = previous,
            Hash = [],
        };
        row.Hash = Hash(row, sequence);
        return row;
    }

    /// <summary>Whether the row is what was written at this place.</summary>
    public bool Fits(AuditRow row, long sequence) => CryptographicOperations.FixedTimeEquals(row.Hash, Hash(row, sequence));

    private byte[] Hash(AuditRow row, long sequence)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(number, sequence);
        mac.AppendData(number);
        BinaryPrimitives.WriteInt64BigEndian(number, row.At.ToUnixTimeMilliseconds());
        mac.AppendData(number);
        mac.AppendData(row.Previous);
        foreach (var text in (ReadOnlySpan<string?>)[row.Actor, row.Action, row.Subject, row.Details])
        {
            // Lengths keep fields apart; -1 tells nothing from empty.
            var bytes = Encoding.UTF8.GetBytes(text ?? "");
            BinaryPrimitives.WriteInt64BigEndian(number, text is null ? -1 : bytes.Length);
            mac.AppendData(number);
            mac.AppendData(bytes);
        }

        return mac.GetHashAndReset();
    }
}
