using System.Buffers.Binary;
using AccessKiosk.Enrollment;

namespace AccessKiosk.Web.People.Import.Archives;

/// <summary>
/// Looks at the directory at the end of a ZIP archive (PKWARE APPNOTE 4.3.12 to 4.3.16) before the framework reads it: that makes
/// an object of each entry, however many there are and whatever the archive says.
/// </summary>
internal static class ZipDirectory
{
    /// <summary>Most entries, folders among them.</summary>
    public const int MostEntries = 100_000;

    private const int MostBytes = 24 << 20;
    private const uint Entry = 0x02014b50, End = 0x06054b50, LargeEnd = 0x06064b50, LargeEndLocator = 0x07064b50;
    private const int EntrySize = 46, EndSize = 22, LargeEndSize = 56, LocatorSize = 20, LongestComment = ushort.MaxValue;

    /// <summary>Refuses an archive whose directory is too large.</summary>
    /// <exception cref="InputException">It has too many entries.</exception>
    public static void Require(FileInfo archive)
    {
        using var file = archive.OpenRead();
        if (Start(file) is not { } start || start < 0 || start > file.Length)
            return; // No archive: the framework says so.
        file.Position = start;
        var header = new byte[EntrySize];
        for (var entries = 0; file.ReadAtLeast(header, EntrySize, throwOnEndOfStream: false) == EntrySize && UInt32(header) == Entry; entries++)
        {
            if (entries == MostEntries || file.Position - start > MostBytes)
                throw new InputException($"The archive has more than {MostEntries:N0} files, or too long names: import it in parts.");
            file.Seek(UInt16(header.AsSpan(28)) + UInt16(header.AsSpan(30)) + UInt16(header.AsSpan(32)), SeekOrigin.Current);
        }
    }

    // Where the directory begins; null without its end record, which is the last thing in the file but for a comment.
    private static long? Start(FileStream file)
    {
        var length = (int)Math.Min(file.Length, EndSize + LongestComment + LocatorSize);
        var tail = new byte[length];
        file.Position = file.Length - length;
        file.ReadExactly(tail);
        for (var at = length - EndSize; at >= 0; at--)
        {
            if (UInt32(tail.AsSpan(at)) != End)
                continue;
            var start = UInt32(tail.AsSpan(at + 16));
            var locator = at - LocatorSize;
            return start == uint.MaxValue && locator >= 0 && UInt32(tail.AsSpan(locator)) == LargeEndLocator
                ? LargeStart(file, BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(locator + 8)))
                : start;
        }

        return null;
    }

    private static long? LargeStart(FileStream file, long at)
    {
        if (at < 0 || at > file.Length - LargeEndSize)
            return null;
        var record = new byte[LargeEndSize];
        file.Position = at;
        file.ReadExactly(record);
        return UInt32(record) == LargeEnd ? BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(48)) : null;
    }

    private static uint UInt32(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadUInt32LittleEndian(data);

    private static ushort UInt16(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadUInt16LittleEndian(data);
}
