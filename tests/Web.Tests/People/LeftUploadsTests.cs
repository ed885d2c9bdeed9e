using AccessKiosk.Enrollment.Import;

namespace AccessKiosk.Web.Tests.People;

public sealed class LeftUploadsTests
{
    [Fact]
    public async Task Pictures_of_an_import_that_was_killed_are_gone_once_the_kiosk_has_started()
    {
        await using var site = await TestSite.OpenAsync(change: options =>
        {
            var person = Directory.CreateDirectory(Path.Combine(Uploads.Folder(options.Store.Directory), "x", "Ada"));
            File.Copy(Recordings.Portrait, Path.Combine(person.FullName, "1.jpg"));
        });

        Assert.False(Directory.Exists(Uploads.Folder(site.Kiosk.Options.Store.Directory)));
    }
}
