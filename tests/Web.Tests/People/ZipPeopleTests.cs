using System.IO.Compression;
using System.Text;
using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Import;
using AccessKiosk.Web.People.Import;

namespace AccessKiosk.Web.Tests.People;

/// <summary>Names in archives of all systems.</summary>
public sealed class ZipPeopleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(850)]
    [InlineData(437)]
    [InlineData(65001)]
    [InlineData(0)]
    public async Task Names_are_read_as_the_system_wrote_them_that_made_the_archive(int codePage)
    {
        string[] people = ["Jörg Müller", "José Peña", "Zoë Groß"];
        var archive = new FileInfo(Path.Combine(_folder.Path, "people.zip"));
        var encoding = codePage switch { 65001 => null, 0 => Encoding.Latin1, var page => CodePagesEncodingProvider.Instance.GetEncoding(page) };
        await using (var zip = await ZipFile.OpenAsync(archive.FullName, ZipArchiveMode.Create, encoding, Cancellation))
        {
            foreach (var person in people)
            {
                // 0: UTF-8 without the flag, as macOS writes it.
                var name = codePage == 0 ? Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(person.Normalize(NormalizationForm.FormD))) : person;
                await using var entry = await zip.CreateEntry($"{name}/1.jpg").OpenAsync(Cancellation);
                await entry.WriteAsync("picture"u8.ToArray(), Cancellation);
            }
        }

        var into = UploadFolder.Create(Path.Combine(_folder.Path, "up"), 1000);
        await ZipPeople.UnpackAsync(archive, into, Cancellation);

        Assert.Equal(people.Order(StringComparer.Ordinal), into.Folder.EnumerateDirectories().Select(folder => folder.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(852, "Paweł Święcicki", "Łukasz Żak", "Jiří Dvořák", "Erzsébet Kőszegi", "Anna")]
    [InlineData(852, "Šárka Černá", "Müller", "Lukáš")]
    [InlineData(866, "Анна Иванова", "Юрий Щёкин", "Ёлкина Я", "Bob")]
    [InlineData(850, "Søren Ærø", "Hélène Benoît", "João Peña", "Åsa Öberg", "Þóra")]
    public async Task Names_in_another_code_page_of_Windows_are_told_by_the_words_of_the_whole_archive(int codePage, params string[] people)
    {
        var archive = new FileInfo(Path.Combine(_folder.Path, "people.zip"));
        await WriteAsync(archive, CodePagesEncodingProvider.Instance.GetEncoding(codePage), [.. people.Select(person => $"{person}/1.jpg")]);

        var into = UploadFolder.Create(Path.Combine(_folder.Path, "up"), 1000);
        await ZipPeople.UnpackAsync(archive, into, Cancellation);

        Assert.Equal(people.Order(StringComparer.Ordinal), into.Folder.EnumerateDirectories().Select(folder => folder.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_name_in_Unicode_that_an_archive_gives_beside_another_is_the_one_that_counts()
    {
        var archive = new FileInfo(Path.Combine(_folder.Path, "people.zip"));
        string[] names = ["Анна/1.jpg", "Олег/1.jpg", "Zoë Groß/1.jpg", "李明/1.jpg"];
        // As programs write what their code page lacks: Анна and Олег have the same four question marks.
        await WriteAsync(archive, CodePagesEncodingProvider.Instance.GetEncoding(850, new EncoderReplacementFallback("?"), DecoderFallback.ReplacementFallback), names);
        await File.WriteAllBytesAsync(archive.FullName, ZipWithUnicodeNames.Of(await File.ReadAllBytesAsync(archive.FullName, Cancellation), names), Cancellation);

        var into = UploadFolder.Create(Path.Combine(_folder.Path, "up"), 1000);
        await ZipPeople.UnpackAsync(archive, into, Cancellation);

        Assert.Equal(names.Select(name => name.Split('/')[0]).Order(StringComparer.Ordinal), into.Folder.EnumerateDirectories().Select(folder => folder.Name).Order(StringComparer.Ordinal));
    }

    private static async Task WriteAsync(FileInfo archive, Encoding? encoding, string[] names)
    {
        await using var zip = await ZipFile.OpenAsync(archive.FullName, ZipArchiveMode.Create, encoding, Cancellation);
        foreach (var name in names)
        {
            await using var entry = await zip.CreateEntry(name).OpenAsync(Cancellation);
            await entry.WriteAsync("picture"u8.ToArray(), Cancellation);
        }
    }

    [Fact]
    public async Task Folders_and_backslashes_of_Windows_and_two_files_of_one_name_are_read_as_they_are_meant()
    {
        var archive = new FileInfo(Path.Combine(_folder.Path, "people.zip"));
        await using (var zip = await ZipFile.OpenAsync(archive.FullName, ZipArchiveMode.Create, Cancellation))
        {
            foreach (var name in new[] { "Ada\\", "Ada\\1.jpg", "Bea/", "Bea/1.jpg ", "EMP1001.jpg", "EMP1001.jpg", "..\\..\\Eve\\1.jpg", "Thumbs.db", "inner.zip" })
            {
                var entry = zip.CreateEntry(name);
                if (name[^1] is '/' or '\\')
                    continue;
                await using var content = await entry.OpenAsync(Cancellation);
                await content.WriteAsync("picture"u8.ToArray(), Cancellation);
            }
        }

        var into = UploadFolder.Create(Path.Combine(_folder.Path, "up"), 1000);
        await ZipPeople.UnpackAsync(archive, into, Cancellation);

        Assert.Equal(["Ada", "Bea", "EMP1001"], ImportPlan.Folders(into.Folder).People.Select(one => one.Folder));
        Assert.Equal(2, ImportPlan.Folders(into.Folder).People[2].Pictures.Count);
        Assert.Equal("inner.zip", Assert.Single(into.LeftOut).File);
    }

    [Fact]
    public async Task A_picture_that_is_damaged_in_the_archive_is_named_and_keeps_out_nothing_else()
    {
        var archive = new FileInfo(Path.Combine(_folder.Path, "people.zip"));
        var noise = new byte[2000];
        new Random(1).NextBytes(noise);
        await using (var zip = await ZipFile.OpenAsync(archive.FullName, ZipArchiveMode.Create, Cancellation))
        {
            foreach (var name in new[] { "Ada/1.jpg", "Bea/1.jpg", "Cleo/1.jpg" })
            {
                await using var entry = await zip.CreateEntry(name).OpenAsync(Cancellation);
                await entry.WriteAsync(Enumerable.Repeat("Some text that is packed. "u8.ToArray(), 40).SelectMany(text => text).Concat(noise).ToArray(), Cancellation);
            }
        }

        var bytes = await File.ReadAllBytesAsync(archive.FullName, Cancellation);
        var packed = bytes.AsSpan().IndexOf("Bea/1.jpg"u8) + "Bea/1.jpg".Length;
        bytes.AsSpan(packed, 8).Fill(0xFF);
        await File.WriteAllBytesAsync(archive.FullName, bytes, Cancellation);

        var into = UploadFolder.Create(Path.Combine(_folder.Path, "up"), 1 << 20);
        await ZipPeople.UnpackAsync(archive, into, Cancellation);

        Assert.Equal(["Ada", "Cleo"], Directory.GetFiles(into.Folder.FullName, "*.jpg", SearchOption.AllDirectories).Select(file => Path.GetFileName(Path.GetDirectoryName(file))).Order(StringComparer.Ordinal));
        Assert.Equal(("Bea", "1.jpg"), (into.LeftOut.Single().Folder, into.LeftOut.Single().File));
    }

    [Theory]
    [InlineData("encrypted", "it is encrypted")]
    [InlineData("method 1", "packed in a way that is not read")]
    [InlineData("method 12", "packed in a way that is not read")]
    [InlineData("method 14", "packed in a way that is not read")]
    [InlineData("method 93", "packed in a way that is not read")]
    [InlineData("method 95", "packed in a way that is not read")]
    [InlineData("method 98", "packed in a way that is not read")]
    [InlineData("method 99", "packed in a way that is not read")]
    [InlineData("place", "damaged in the archive")]
    public async Task An_entry_that_cannot_be_read_is_named_and_keeps_out_nothing_else(string what, string reason)
    {
        var into = UploadFolder.Create(Path.Combine(_folder.Path, "up"), 1 << 20);
        await ZipPeople.UnpackAsync(await ArchiveAsync("Bea/1.jpg", what), into, Cancellation);

        Assert.Equal(["Ada", "Cleo"], Directory.GetFiles(into.Folder.FullName, "*.jpg", SearchOption.AllDirectories).Select(file => Path.GetFileName(Path.GetDirectoryName(file))).Order(StringComparer.Ordinal));
        var left = Assert.Single(into.LeftOut);
        Assert.Equal(("Bea", "1.jpg"), (left.Folder, left.File));
        Assert.Contains(reason, left.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("encrypted")]
    [InlineData("method 14")]
    public async Task A_table_that_cannot_be_read_is_named_and_nothing_is_imported(string what)
    {
        var into = UploadFolder.Create(Path.Combine(_folder.Path, "up"), 1 << 20);
        var archive = await ArchiveAsync("staff.csv", what);
        var fault = await Assert.ThrowsAsync<InputException>(() => ZipPeople.UnpackAsync(archive, into, Cancellation));
        Assert.Contains("staff.csv", fault.Message, StringComparison.Ordinal);
    }

    // Ada's and Cleo's pictures, and between them an entry whose headers are changed.
    private async Task<FileInfo> ArchiveAsync(string entryName, string what)
    {
        var archive = new FileInfo(Path.Combine(_folder.Path, "people.zip"));
        await using (var zip = await ZipFile.OpenAsync(archive.FullName, ZipArchiveMode.Create, Cancellation))
        {
            foreach (var name in new[] { "Ada/1.jpg", entryName, "Cleo/1.jpg" })
            {
                await using var entry = await zip.CreateEntry(name).OpenAsync(Cancellation);
                await entry.WriteAsync("picture"u8.ToArray(), Cancellation);
            }
        }

        var bytes = await File.ReadAllBytesAsync(archive.FullName, Cancellation);
        var name8 = Encoding.UTF8.GetBytes(entryName);
        var (local, central) = (bytes.AsSpan().IndexOf(name8) - 30, bytes.AsSpan().LastIndexOf(name8) - 46);
        switch (what)
        {
            case "encrypted":
                bytes[local + 6] |= 1;
                bytes[central + 8] |= 1;
                break;
            case "place":
                bytes.AsSpan(central + 42, 4).Fill(0x7F);
                break;
            default:
                bytes[local + 8] = bytes[central + 10] = byte.Parse(what.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
                break;
        }

        await File.WriteAllBytesAsync(archive.FullName, bytes, Cancellation);
        return archive;
    }
}
