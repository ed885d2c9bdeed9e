using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace AccessKiosk.Web.People.Import.Archives;

/// <summary>
/// The names in Unicode that an archive gives beside those in a code page (PKWARE APPNOTE 4.6.9, Info-ZIP Unicode Path): letters that the
/// page lacks are question marks in it, and two people may have the same ones.
/// </summary>
internal sealed class ToldNames
{
    private const ushort UnicodePath = 0x7075;
    private const int IsUtf8 = 0x0800;
    private const int FlagsAt = 8, CrcAt = 16, LengthsAt = 28, NameAt = 46;
    private const int HeadOfName = 5;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Of two entries with the same bytes for a name and the same content the first comes first.
    private readonly Dictionary<(string Name, uint Crc), Queue<string>> _names = [];

    /// <summary>Takes an entry of the directory, from its signature on.</summary>
    public void Note(ReadOnlySpan<byte> entry)
    {
        if ((UInt16(entry[FlagsAt..]) & IsUtf8) != 0)
            return;
        int name = UInt16(entry[LengthsAt..]), extra = UInt16(entry[(LengthsAt + 2)..]);
        if (entry.Length < NameAt + name + extra)
            return;
        var raw = entry.Slice(NameAt, name);
        for (var rest = entry.Slice(NameAt + name, extra); rest.Length >= 4;)
        {
            var size = UInt16(rest[2..]);
            if (size > rest.Length - 4)
                return;
            if (UInt16(rest) == UnicodePath && Text(rest.Slice(4, size), raw) is { } text)
                Add((ZipNames.Instance.GetString(raw), UInt32(entry[CrcAt..])), text);
            rest = rest[(4 + size)..];
        }
    }

    /// <summary>The name that is told of an entry; null for none.</summary>
    public string? Of(ZipArchiveEntry entry) =>
        _names.TryGetValue((entry.FullName, entry.Crc32), out var names) && names.TryDequeue(out var name) ? name : null;

    private void Add((string, uint) key, string text)
    {
        if (!_names.TryGetValue(key, out var names))
            _names.Add(key, names = []);
        names.Enqueue(text);
    }

    // A program that changes the name alone leaves the other one of before: its checksum tells.
    private static string? Text(ReadOnlySpan<byte> field, ReadOnlySpan<byte> raw)
    {
        if (field.Length <= HeadOfName || field[0] != 1 || UInt32(field[1..]) != Crc32(raw))
            return null;
        try
        {
            return Strict.GetString(field[HeadOfName..]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    // ISO 3309, as in ZIP and PNG; no part of the framework offers it.
    private static uint Crc32(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var one in data)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
        }

        return ~crc;
    }

    private static ushort UInt16(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadUInt16LittleEndian(data);

    private static uint UInt32(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadUInt32LittleEndian(data);
}
