using System.Buffers.Binary;
using System.Security.Cryptography;
using AccessKiosk.Storage.Keys;

namespace AccessKiosk.Storage.Lifecycle;

/// <summary>Whether a backup is what the kiosk wrote.</summary>
internal enum SealState
{
    /// <summary>There is no seal.</summary>
    Missing,

    /// <summary>The seal is this store's, over these bytes.</summary>
    Fits,

    /// <summary>The seal belongs to other bytes or to another store.</summary>
    Broken,
}

/// <summary>
/// The last 48 bytes of a backup: <c>magic (8), length of the database (8), HMAC-SHA-256 over both and the database (32)</c>,
/// under a key that only the key store gives. SQLite reads a database with the seal behind it as if it were not there.
/// </summary>
internal static class BackupSeal
{
    private const int HeadSize = 16;
    private const int Size = HeadSize + HMACSHA256.HashSizeInBytes;

    private static ReadOnlySpan<byte> Magic => "AKSEAL1\n"u8;

    /// <summary>Seals a file; on the disk on return.</summary>
    public static void Append(string path, KeyStore keys)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        var trailer = new byte[Size];
        Magic.CopyTo(trailer);
        BinaryPrimitives.WriteInt64LittleEndian(trailer.AsSpan(8), file.Length);
        Mac(file, file.Length, trailer.AsSpan(0, HeadSize), keys).CopyTo(trailer, HeadSize);
        file.Seek(0, SeekOrigin.End);
        file.Write(trailer);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Checks the seal and cuts it off, so that the database alone is left; on the disk on return.</summary>
    public static SealState Strip(string path, KeyStore keys)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        var body = file.Length - Size;
        if (body < 0)
            return SealState.Missing;
        var trailer = new byte[Size];
        file.Seek(body, SeekOrigin.Begin);
        file.ReadExactly(trailer);
        if (!trailer.AsSpan().StartsWith(Magic))
            return SealState.Missing;
        var fits = BinaryPrimitives.ReadInt64LittleEndian(trailer.AsSpan(8)) == body
            && CryptographicOperations.FixedTimeEquals(Mac(file, body, trailer.AsSpan(0, HeadSize), keys), trailer.AsSpan(HeadSize));
        file.SetLength(body);
        file.Flush(flushToDisk: true);
        return fits ? SealState.Fits : SealState.Broken;
    }

    /// <summary>Seals a database that was set aside, where it is one; a damaged one stays as it is.</summary>
    public static void TryAppend(string path, KeyStore keys)
    {
        try
        {
            Sqlite.DatabaseFile.Verify(path, thorough: false);
            if (Sqlite.DatabaseFile.StoreOf(path) == keys.Store)
                Append(path, keys);
        }
        catch (StoreException)
        {
            // What cannot be vouched for carries no seal.
        }
    }

    private static byte[] Mac(FileStream file, long length, ReadOnlySpan<byte> head, KeyStore keys)
    {
        var key = keys.Derive("backup seal 1");
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        CryptographicOperations.ZeroMemory(key);
        mac.AppendData(head);
        file.Seek(0, SeekOrigin.Begin);
        var buffer = new byte[128 * 1024];
        while (length > 0)
        {
            var read = file.Read(buffer, 0, (int)Math.Min(buffer.Length, length));
            if (read == 0)
                throw new EndOfStreamException($"{file.Name} ended while it was read.");
            mac.AppendData(buffer, 0, read);
            length -= read;
        }

        return mac.GetHashAndReset();
    }
}
