using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace AccessKiosk.Web.Tests.People;

/// <summary>Adds to an archive the extra field with the name in Unicode (0x7075), as Info-ZIP, WinRAR and WinZip write it.</summary>
internal static class ZipWithUnicodeNames
{
    /// <summary>The archive with the fields.</summary>
    /// <param name="zip">An archive whose directory has no extra fields and no comments.</param>
    /// <param name="names">The name of each entry.</param>
    public static byte[] Of(byte[] zip, IReadOnlyList<string> names)
    {
        var end = zip.AsSpan().LastIndexOf("PK\x05\x06"u8);
        var start = BinaryPrimitives.ReadInt32LittleEndian(zip.AsSpan(end + 16));
        var made = new List<byte>(zip.AsSpan(0, start).ToArray());
        var at = start;
        foreach (var name in names)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(zip.AsSpan(at + 28));
            var (entry, text) = (zip.AsSpan(at, 46 + length).ToArray(), Encoding.UTF8.GetBytes(name));
            byte[] field = [0x75, 0x70, (byte)(5 + text.Length), 0, 1, .. BitConverter.GetBytes(Crc32(entry.AsSpan(46))), .. text];
            BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(30), (ushort)field.Length);
            made.AddRange([.. entry, .. field]);
            at += 46 + length;
        }

        var last = zip.AsSpan(end).ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(last.AsSpan(12), made.Count - start);
        made.AddRange(last);
        return [.. made];
    }

    // The framework writes the checksum of what it packs.
    private static uint Crc32(ReadOnlySpan<byte> data)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry("one", CompressionLevel.NoCompression).Open())
            entry.Write(data);
        using var read = new ZipArchive(stream, ZipArchiveMode.Read);
        return read.Entries[0].Crc32;
    }
}
