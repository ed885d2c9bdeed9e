using System.Text;
using AccessKiosk.Enrollment;
using AccessKiosk.Web.People.Import;

namespace AccessKiosk.Web.Tests.People;

public sealed class UploadFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Ada Lovelace/1.jpg", "Ada Lovelace/1.jpg")]
    [InlineData("staff\\Ada\\1.PNG", "Ada/1.PNG")]
    [InlineData("Ada Lovelace.jpg", "Ada Lovelace/Ada Lovelace.jpg")]
    [InlineData("Ada Lovelace-2.jpg", "Ada Lovelace/Ada Lovelace-2.jpg")]
    [InlineData("Ada Lovelace (3).jpg", "Ada Lovelace/Ada Lovelace (3).jpg")]
    [InlineData("007.jpg", "007/007.jpg")]
    [InlineData("table.csv", "people.csv")]
    [InlineData("/etc/passwd.jpg", "etc/passwd.jpg")]
    public async Task A_file_lands_with_its_person(string name, string place)
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

    [Fact]
    public async Task A_second_table_is_refused_and_a_second_picture_of_one_name_kept()
    {
        var folder = UploadFolder.Create(Path.Combine(_folder.Path, "up"), 1000);
        await AddAsync(folder, "x/a/1.jpg", 1);
        await AddAsync(folder, "y/a/1.jpg", 1);
        await AddAsync(folder, "a.csv", 1);

        Assert.Equal(2, Directory.GetFiles(Path.Combine(_folder.Path, "up", "a")).Length);
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
