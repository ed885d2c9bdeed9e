using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using AccessKiosk.Enrollment;
using AccessKiosk.Web.People.Import.Archives;

namespace AccessKiosk.Web.Tests.People;

public sealed class ZipDirectoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The record at the end says 1 entry: what it says is not believed.
    [Theory]
    [InlineData(ZipDirectory.MostEntries, 5, false, false)]
    [InlineData(ZipDirectory.MostEntries + 1, 5, false, true)]
    [InlineData(ZipDirectory.MostEntries + 1, 5, true, true)]
    [InlineData(1_000, 60_000, false, true)]
    public void A_directory_of_too_many_entries_or_too_long_names_is_refused_before_it_is_read(int entries, int nameLength, bool isLarge, bool isRefused)
    {
        var archive = new FileInfo(Path.Combine(_folder.Path, "a.zip"));
        using (var file = archive.Create())
        {
            file.Write("some pictures"u8);
            var start = file.Position;
            var entry = new byte[46 + nameLength];
            BinaryPrimitives.WriteUInt32LittleEndian(entry, 0x02014b50);
            BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(28), (ushort)nameLength);
            for (var i = 0; i < entries; i++)
                file.Write(entry);
            if (isLarge)
                WriteLargeEnd(file, start);
            var end = new byte[22];
            BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06054b50);
            BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), 1);
            BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), isLarge ? uint.MaxValue : (uint)start);
            BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(20), 7);
            file.Write(end);
            file.Write("comment"u8);
        }

        if (isRefused)
            Assert.Contains("import it in parts", Assert.Throws<InputException>(() => ZipDirectory.Read(archive)).Message, StringComparison.Ordinal);
        else
            ZipDirectory.Read(archive);
    }

    // The record of old readers names a small directory; with 65,535 entries in it the framework takes the one of large archives.
    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void The_directory_that_the_framework_takes_is_counted_whichever_record_names_it(int gap)
    {
        var archive = new FileInfo(Path.Combine(_folder.Path, "a.zip"));
        using (var file = archive.Create())
        {
            var entry = new byte[46];
            BinaryPrimitives.WriteUInt32LittleEndian(entry, 0x02014b50);
            file.Write(entry);
            var start = file.Position;
            for (var i = 0; i <= ZipDirectory.MostEntries; i++)
                file.Write(entry);
            WriteLargeEnd(file, start);
            file.Write(new byte[gap]);
            var end = new byte[22];
            BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06054b50);
            end.AsSpan(8, 4).Fill(0xFF);
            file.Write(end);
        }

        Assert.Throws<InputException>(() => ZipDirectory.Read(archive));
    }

    [Fact]
    public void Whatever_is_no_archive_is_left_to_the_framework()
    {
        foreach (var content in new[] { "", "no archive", "PK\x05\x06 and no more", new string('\xFF', 30) })
        {
            var file = new FileInfo(Path.Combine(_folder.Path, Guid.NewGuid().ToString("N")));
            File.WriteAllBytes(file.FullName, Encoding.Latin1.GetBytes(content));
            ZipDirectory.Read(file);
        }

        var real = Path.Combine(_folder.Path, "real.zip");
        using (var zip = ZipFile.Open(real, ZipArchiveMode.Create))
            zip.CreateEntry("a/1.jpg");
        ZipDirectory.Read(new(real));
    }

    private static void WriteLargeEnd(FileStream file, long start)
    {
        var at = file.Position;
        var record = new byte[56 + 20];
        BinaryPrimitives.WriteUInt32LittleEndian(record, 0x06064b50);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(48), start);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(56), 0x07064b50);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(56 + 8), at);
        file.Write(record);
    }
}
