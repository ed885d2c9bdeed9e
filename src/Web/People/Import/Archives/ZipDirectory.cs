using System.Buffers.Binary;
using AccessKiosk.Enrollment;

namespace AccessKiosk.Web.People.Import.Archives;

/// <summary>
/// Counts the entries of a ZIP archive (PKWARE APPNOTE 4.3.12) before the framework reads them: that makes an object of each,
/// however many there are and whatever the archive says. Looked for in the whole file: an archive has several records that
/// say where its directory is, and readers differ in which one they believe.
/// </summary>
internal static class ZipDirectory
{
    /// <summary>Most entries, folders among them.</summary>
    public const int MostEntries = 100_000;

    private const int MostBytes = 24 << 20;
    private const int EntrySize = 46;

    // Where an entry says how long its name, its extra field and its comment are.
    private const int LengthsAt = 28;

    private static ReadOnlySpan<byte> Entry => "PK\x01\x02"u8;

    /// <summary>Refuses an archive whose directory is too large.</summary>
    /// <returns>The names in Unicode that it gives beside others.</returns>
    /// <exception cref="InputException">It has too many entries.</exception>
    public static ToldNames Read(FileInfo archive)
    {
        using var file = archive.OpenRead();
        var buffer = new byte[1 << 20];
        var told = new ToldNames();
        var (kept, entries, bytes) = (0, 0, 0L);
        for (var isEnd = false; !isEnd;)
        {
            var read = file.ReadAtLeast(buffer.AsSpan(kept), 1, throwOnEndOfStream: false);
            isEnd = read == 0;
            var known = buffer.AsSpan(0, kept + read);
            var (at, keep) = (0, Math.Max(0, known.Length - Entry.Length + 1));
            while (known[at..].IndexOf(Entry) is var next and >= 0)
            {
                at += next;
                var entry = known[at..];
                // It may begin in one part and end in the next.
                if (entry.Length < EntrySize || (!isEnd && entry.Length < EntrySize + Lengths(entry[LengthsAt..])))
                {
                    keep = at;
                    break;
                }

                bytes += EntrySize + Lengths(entry[LengthsAt..]);
                if (++entries > MostEntries || bytes > MostBytes)
                    throw new InputException($"The archive has more than {MostEntries:N0} files, or too long names: import it in parts.");
                told.Note(entry);
                at += Entry.Length;
                keep = Math.Max(keep, at);
            }

            known[keep..].CopyTo(buffer);
            kept = known.Length - keep;
        }

        return told;
    }

    private static int Lengths(ReadOnlySpan<byte> three) => UInt16(three) + UInt16(three[2..]) + UInt16(three[4..]);

    private static ushort UInt16(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadUInt16LittleEndian(data);
}
