using System.Text;
using AccessKiosk.Enrollment;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Files;
using AccessKiosk.Web.People.Import;

namespace AccessKiosk.Web.Tests.People;

public sealed class UploadFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Ada Lovelace/1.jpg", "Ada Lovelace/1.jpg")]
    [InlineData("staff\\Ada\\1.PNG", "staff/Ada/1.PNG")]
    [InlineData("Ada Lovelace.jpg", "Ada Lovelace.jpg")]
    [InlineData("Jose\u0301/1.jfif", "Jos\u00e9/1.jfif")]
    [InlineData("table.csv", "people.csv")]
    [InlineData("/etc/passwd.jpg", "etc/passwd.jpg")]
    public async Task A_picture_lands_in_its_folder(string name, string place)
    {
        await AddAsync(UploadFolder.Create(Path.Combine(_folder.Path, "up"), 1000), name, 10);

        Assert.Equal([Path.Combine(_folder.Path, "up", place)], Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("../../evil.jpg")]
    [InlineData("Ada/../../evil.jpg")]
    [InlineData(".hidden/1.jpg")]
    [InlineData("__MACOSX/1.jpg")]
    [InlineData("Ada/run.sh")]
    [InlineData("")]
    public async Task A_file_that_is_no_picture_or_wants_out_is_left_out(string name)
    {
        await AddAsync(UploadFolder.Create(Path.Combine(_folder.Path, "up"), 1000), name, 10);

        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task More_than_allowed_is_refused_whatever_the_sizes_claim()
    {
        var folder = UploadFolder.Create(Path.Combine(_folder.Path, "up"), 1000);
        await AddAsync(folder, "a/1.jpg", 900);

        await Assert.ThrowsAsync<InputException>(() => AddAsync(folder, "a/2.jpg", 200));
    }

    [Theory]
    [InlineData("Ada/1.heic", 10, "HEIC pictures are not read: save it as JPEG")]
    [InlineData("Ada/1.AVIF", 10, "AVIF pictures are not read: save it as JPEG")]
    [InlineData("Ada/notes.txt", 10, "it is no picture")]
    [InlineData("Ada/1.jpg", 40 << 20, "it is larger than 32 MB: no picture needs that")]
    [InlineData("a/b/c/d/e/f/g/h/1.jpg", 10, "it lies in more than 7 folders")]
    public async Task A_file_that_cannot_be_taken_is_named_and_keeps_out_nothing_else(string name, int size, string reason)
    {
        var folder = UploadFolder.Create(Path.Combine(_folder.Path, "up"), 100 << 20);
        await AddAsync(folder, name, size);
        await AddAsync(folder, $"{new string('x', 121)}/1.jpg", 10);
        await AddAsync(folder, "Bea/1.jpg", 10);

        Assert.Equal([reason, "its name or a folder's is longer than 120 characters"], folder.LeftOut.Select(file => file.Reason));
        Assert.Equal([Path.Combine(_folder.Path, "up", "Bea", "1.jpg")], Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData(82, 3)]
    [InlineData(83, 2)]
    [InlineData(110, 1)]
    public async Task A_name_that_no_disk_takes_is_named_and_keeps_out_nothing_else(int letters, int taken)
    {
        var folder = UploadFolder.Create(Path.Combine(_folder.Path, "up"), 1000);
        // Three bytes each; a disk takes 255, and the number of a second picture is kept room for.
        await AddAsync(folder, $"{new string('李', letters)}/1.jpg", 10);
        await AddAsync(folder, $"Ada/{new string('李', letters - 4)}.jpg", 10);
        await AddAsync(folder, "Bea/1.jpg", 10);

        Assert.Equal(taken, Directory.GetFiles(_folder.Path, "*.jpg", SearchOption.AllDirectories).Length);
        Assert.All(folder.LeftOut, file => Assert.Equal("its name or a folder's is longer than a disk takes", file.Reason));
    }

    [Theory]
    [InlineData("Ada.jpg", "Ada.jpg/1.jpg")]
    [InlineData("Ada.jpg/1.jpg", "Ada.jpg")]
    public async Task A_file_with_the_name_of_a_folder_keeps_out_nothing_else(string first, string second)
    {
        var folder = UploadFolder.Create(Path.Combine(_folder.Path, "up"), 1000);
        await AddAsync(folder, first, 10);
        await AddAsync(folder, second, 10);
        await AddAsync(folder, "Bea/1.jpg", 10);

        Assert.Equal(3, Directory.GetFiles(_folder.Path, "*.jpg", SearchOption.AllDirectories).Length + folder.LeftOut.Count);
        Assert.True(File.Exists(Path.Combine(folder.Folder.FullName, "Bea", "1.jpg")));
    }

    [Fact]
    public async Task Half_of_a_letter_in_a_name_keeps_out_nothing_else()
    {
        var folder = UploadFolder.Create(Path.Combine(_folder.Path, "up"), 1000);
        await AddAsync(folder, "Ada \ud83d/1.jpg", 10);
        await AddAsync(folder, "Bea/1.jpg", 10);

        Assert.True(File.Exists(Path.Combine(folder.Folder.FullName, "Bea", "1.jpg")));
    }

    [Fact]
    public async Task An_archive_counts_and_what_is_kept_for_events_is_left_alone()
    {
        var room = 1000L;
        var folder = UploadFolder.Create(Path.Combine(_folder.Path, "up"), 1000, () => room);
        using (var archive = new MemoryStream(new byte[600]))
            await folder.AddArchiveAsync(archive, 600, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<InputException>(() => AddAsync(folder, "a/1.jpg", 500));

        room = 99;
        var other = UploadFolder.Create(Path.Combine(_folder.Path, "other"), 1000, () => room);
        var full = await Assert.ThrowsAsync<StoreException>(() => AddAsync(other, "a/1.jpg", 100));
        Assert.Equal(StoreFault.DiskFull, full.Fault);
        await AddAsync(other, "a/2.jpg", 99);
    }

    [Theory]
    [InlineData(100L << 20, 16L << 20)]
    [InlineData(300L << 20, 30L << 20)]
    [InlineData(8L << 30, 256L << 20)]
    public void Of_every_disk_a_part_is_kept_for_events(long size, long kept) => Assert.Equal(kept, DiskReserve.Of(size));

    [Fact]
    public async Task A_second_table_is_refused_and_a_second_picture_of_one_name_kept()
    {
        var folder = UploadFolder.Create(Path.Combine(_folder.Path, "up"), 1000);
        await AddAsync(folder, "x/a/1.jpg", 1);
        await AddAsync(folder, "y/a/1.jpg", 1);
        await AddAsync(folder, "a.csv", 1);

        Assert.Equal(2, Directory.GetFiles(Path.Combine(_folder.Path, "up"), "1.jpg", SearchOption.AllDirectories).Length);
        await Assert.ThrowsAsync<InputException>(() => AddAsync(folder, "b.csv", 1));
    }

    [Fact]
    public void Only_the_kiosk_may_look_into_it() =>
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, UploadFolder.Create(Path.Combine(_folder.Path, "up"), 1).Folder.UnixFileMode);

    private static async Task AddAsync(UploadFolder folder, string name, int size)
    {
        using var content = new MemoryStream(Encoding.ASCII.GetBytes(new string('x', size)));
        await folder.AddAsync(name, content, TestContext.Current.CancellationToken);
    }
}
