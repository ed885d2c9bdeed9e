using System.Buffers.Binary;
using AccessKiosk.Storage.Files;
using AccessKiosk.Storage.Keys;
using AccessKiosk.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Storage.Audit;

/// <summary>
/// The audit's head a third time, in a file apart from database and key store: older copies of both together fit each
/// other, and not this. It is sealed, so that it cannot be made; whoever can put all three back is not noticed here.
/// </summary>
internal sealed class AuditWitness(string path, KeyStore keys)
{
    /// <summary>The entry that a start writes when it finds an older store than the one that was last closed.</summary>
    public const string RolledBack = "store.rolled-back";

    private const int PlainSize = 8 + AuditChain.HashSize;

    private static readonly byte[] Context = "audit witness 1"u8.ToArray();

    private readonly Lock _gate = new();
    private readonly byte[] _key = keys.Derive("audit witness 1");

    /// <summary>What it saw last; null when there is nothing that can be read: the first start, or a power cut in a write.</summary>
    public AuditAnchor? Read()
    {
        try
        {
            var box = File.ReadAllBytes(path);
            Span<byte> plain = stackalloc byte[PlainSize];
            return box.Length == Sealer.NonceSize + PlainSize + Sealer.TagSize && Sealer.TryOpen(_key, box, Context, plain)
                ? new(BinaryPrimitives.ReadInt64LittleEndian(plain), plain[8..].ToArray())
                : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Remembers a head. It is not flushed: after a power cut an older one is as good.</summary>
    public void Write(AuditAnchor head)
    {
        Span<byte> plain = stackalloc byte[PlainSize];
        BinaryPrimitives.WriteInt64LittleEndian(plain, head.Sequence);
        head.Hash.CopyTo(plain[8..]);
        try
        {
            lock (_gate)
            {
                using var file = Open();
                file.Write(Sealer.Seal(_key, plain, Context));
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or StoreException)
        {
            // A full disk, or a command that may not write there: the one before still says enough.
        }
    }

    private FileStream Open()
    {
        var options = DurableFile.Private(FileMode.OpenOrCreate, FileAccess.Write);
        try
        {
            return new(path, options);
        }
        catch (DirectoryNotFoundException)
        {
            DurableFile.MakeFolder(Path.GetDirectoryName(path)!);
            return new(path, options);
        }
    }

    /// <summary>Whether the chain still holds what was seen, or a restore says why not.</summary>
    public async Task<bool> IsReachedAsync(KioskDb db, AuditChain chain, CancellationToken cancellationToken)
    {
        if (Read() is not { Sequence: > 0 } seen)
            return true;
        var row = await db.Audit.AsNoTracking().SingleOrDefaultAsync(row => row.Sequence == seen.Sequence, cancellationToken);
        if (row is not null)
            return row.Hash.AsSpan().SequenceEqual(seen.Hash);
        var restores = await db.Audit.AsNoTracking().Where(row => row.Action == AuditVerifier.Restored && row.Sequence > seen.Sequence).ToListAsync(cancellationToken);
        return restores.Exists(restore => chain.Fits(restore, restore.Sequence) && AuditVerifier.Explains(restore) is { } gap && gap.First <= seen.Sequence && seen.Sequence <= gap.Last);
    }
}
