using System.IO.Compression;
using AccessKiosk.Enrollment.Import;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Imaging.Formats;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Web.People.Import;
using AccessKiosk.Web.Security;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AccessKiosk.Web.Tests.People;

[Trait("Speed", "slow")]
public sealed class ImportTests(Browser browser) : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private TestSite _site = null!;

    private KioskStore Store => _site.Kiosk.Population.Store;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "box"));
        _site = await TestSite.OpenAsync(change: options => options.Import.Directory = _folder.Path);
        await _site.AddOperatorAsync("Eve", Roles.Enroller);
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_archive_with_a_folder_a_person_is_imported_with_a_report()
    {
        var archive = Path.Combine(_folder.Path, "people.zip");
        await using (var zip = await ZipFile.OpenAsync(archive, ZipArchiveMode.Create, Cancellation))
        {
            await AddPicturesAsync(zip, "staff/Audun Berg", Recordings.Man);
            await zip.CreateEntryFromFileAsync(Recordings.Portrait, "staff/Bea Holm/1.jpg", Cancellation);
            await AddPicturesAsync(zip, "staff/Cleo Nord", Recordings.Stranger);
            await zip.CreateEntryFromFileAsync(Recordings.Sample(1), "staff/Group <i>Photo/1.jpg", Cancellation);
            await zip.CreateEntryFromFileAsync(Recordings.Portrait, "../../../escaped/1.jpg", Cancellation);
            await zip.CreateEntryFromFileAsync(Recordings.Portrait, "__MACOSX/Bea Holm/._1.jpg", Cancellation);
        }

        var page = await browser.OpenAsAsync(_site, "Eve");
        await page.GotoAsync("/admin/people/import");
        await Browser.AssertAccessibleAsync(page, "import");
        var form = page.Locator("form[action$='/upload']");
        await form.GetByLabel("ZIP archive").SetInputFilesAsync(archive);
        await form.GetByLabel("Everybody in this import has agreed").CheckAsync();
        await form.GetByRole(AriaRole.Button, new() { Name = "Import" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Look before it is stored" })).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await Browser.AssertAccessibleAsync(page, "import-review");
        Assert.Equal(0, Store.People.Count);
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Bea Holm" });
        await Expect(row).ToContainTextAsync("new, 1 capture");
        var picture = await page.APIRequest.GetAsync(_site.Address + await row.Locator("img").GetAttributeAsync("src"));
        Assert.Equal((200, "image/jpeg"), (picture.Status, picture.Headers["content-type"]));
        // Only those who are ticked, and not from a page of another import.
        await page.GetByLabel("Store Cleo Nord").UncheckAsync();
        await page.EvaluateAsync("() => { document.querySelector('[name=import]').value = '6f9619ff-8b86-d011-b42d-00cf4fc964ff'; }");
        await StoreAsync(page);
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("look at it first");
        Assert.Equal(0, Store.People.Count);
        await page.GetByLabel("Store Cleo Nord").UncheckAsync();
        await StoreAsync(page);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Imported" })).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await Browser.AssertAccessibleAsync(page, "import-report");

        await Expect(page.Locator("#skipped-people + .report")).ToContainTextAsync("not chosen at the review");
        await Expect(page.Locator("#skipped-people + .report")).ToContainTextAsync("faces, but exactly one is required");
        Assert.Equal(["Audun Berg", "Bea Holm"], Store.People.List().Select(person => person.Name).Where(name => !name.StartsWith("Group", StringComparison.Ordinal) && name != "escaped"));
        Assert.False(Directory.Exists(Path.Combine(_site.Kiosk.Options.Store.Directory, "escaped")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_site.Kiosk.Options.Store.Directory, "uploads")));
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Report as CSV" }).ClickAsync());
        Assert.Contains("skipped", await File.ReadAllTextAsync((await download.PathAsync())!, Cancellation), StringComparison.Ordinal);
        Assert.Contains(await Store.Audit.ListAsync(cancellationToken: Cancellation), entry => entry is { Action: "people.imported", Actor: "Eve" });
    }

    [Fact]
    public async Task Pictures_with_a_table_and_a_folder_on_the_box_are_imported_and_nobody_twice()
    {
        var table = Path.Combine(_folder.Path, "list.csv");
        await File.WriteAllTextAsync(table, "folder,name,external_id\nbea,Bea Holm,B-1\n", Cancellation);
        var picture = Path.Combine(_folder.Path, "bea-1.jpg");
        File.Copy(Recordings.Portrait, picture);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "box", "B-1"));
        File.Copy(Recordings.Portrait, Path.Combine(_folder.Path, "box", "B-1", "1.jpg"));
        var page = await browser.OpenAsAsync(_site, "Eve");

        await page.GotoAsync("/admin/people/import");
        var form = page.Locator("form[action$='/upload']");
        await form.GetByLabel("or pictures").SetInputFilesAsync([picture, table]);
        await form.GetByLabel("Everybody in this import has agreed").CheckAsync();
        await form.GetByRole(AriaRole.Button, new() { Name = "Import" }).ClickAsync();
        await StoreAsync(page);
        await Expect(page.GetByText("Everybody is enrolled.")).ToBeVisibleAsync(new() { Timeout = 120_000 });
        Assert.Equal("Bea Holm", Store.People.FindByExternalId("B-1")!.Name);

        await page.GetByRole(AriaRole.Button, new() { Name = "Put the report away" }).ClickAsync();
        form = page.Locator("form[action$='/folder']");
        await form.GetByLabel("Folder").SelectOptionAsync("box");
        await form.GetByLabel("Everybody in this import has agreed").CheckAsync();
        await form.GetByRole(AriaRole.Button, new() { Name = "Import" }).ClickAsync();
        await Expect(page.GetByText("left as it is")).ToBeVisibleAsync(new() { Timeout = 120_000 });
        Assert.Equal(1, Store.People.Count);
        Assert.True(File.Exists(Path.Combine(_folder.Path, "box", "B-1", "1.jpg")));
    }

    [Theory]
    [InlineData("broken.zip", "no usable ZIP archive")]
    [InlineData("notes.txt", "notes.txt: it is no picture")]
    public async Task A_hostile_or_useless_upload_is_refused_in_words(string name, string words)
    {
        var file = Path.Combine(_folder.Path, name);
        await File.WriteAllTextAsync(file, "this is neither an archive nor a picture", Cancellation);
        var page = await browser.OpenAsAsync(_site, "Eve");

        await page.GotoAsync("/admin/people/import");
        var form = page.Locator("form[action$='/upload']");
        await form.GetByLabel("or pictures").SetInputFilesAsync(file);
        await form.GetByLabel("Everybody in this import has agreed").CheckAsync();
        await form.GetByRole(AriaRole.Button, new() { Name = "Import" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync(words, new() { Timeout = 30_000 });
        Assert.Equal(0, Store.People.Count);
    }

    [Fact]
    public async Task A_page_that_shows_progress_follows_it_even_if_the_import_ends_while_the_page_is_made()
    {
        var page = await browser.OpenAsAsync(_site, "Eve");
        await page.GotoAsync("/admin/people/import");
        var token = await page.Locator("form[action$='/upload'] input[name='__RequestVerificationToken']").InputValueAsync();
        using var ended = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
                AssertFollowed(await (await page.APIRequest.GetAsync("/admin/people/import")).TextAsync());
        }, Cancellation)).ToList();
        for (var i = 0; i < 100; i++)
        {
            var form = page.APIRequest.CreateFormData();
            form.Set("__RequestVerificationToken", token);
            form.Set("takenBy", "Eve");
            form.Set("agreed", "true");
            form.Set("pictures", new FilePayload { Name = "notes.txt", MimeType = "text/plain", Buffer = "no picture"u8.ToArray() });
            var html = await (await page.APIRequest.PostAsync("/admin/people/import/upload", new() { Multipart = form })).TextAsync();
            Assert.Contains("state-title", html, StringComparison.Ordinal);
            AssertFollowed(html);
        }

        await ended.CancelAsync();
        await Task.WhenAll(readers);

        static void AssertFollowed(string html) =>
            Assert.Equal(html.Contains("id=\"progress\"", StringComparison.Ordinal), html.Contains("/js/import.js", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_a_table_that_cannot_be_read_no_picture_stays_and_the_next_import_begins()
    {
        var table = Path.Combine(_folder.Path, "list.csv");
        var picture = Path.Combine(_folder.Path, "bea-1.jpg");
        File.Copy(Recordings.Portrait, picture);
        var page = await browser.OpenAsAsync(_site, "Eve");

        await UploadAsync("folder,\"name\nbea,Bea Holm\n");
        await Expect(page.GetByText("quotes do not match")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_site.Kiosk.Options.Store.Directory, "uploads")));
        await page.GetByRole(AriaRole.Button, new() { Name = "Put the report away" }).ClickAsync();

        await UploadAsync("folder,name\nbea,Bea Holm\n");
        await StoreAsync(page);
        await Expect(page.GetByText("Everybody is enrolled.")).ToBeVisibleAsync(new() { Timeout = 120_000 });

        async Task UploadAsync(string people)
        {
            await File.WriteAllTextAsync(table, people, Cancellation);
            await page.GotoAsync("/admin/people/import");
            var form = page.Locator("form[action$='/upload']");
            await form.GetByLabel("or pictures").SetInputFilesAsync([picture, table]);
            await form.GetByLabel("Everybody in this import has agreed").CheckAsync();
            await form.GetByRole(AriaRole.Button, new() { Name = "Import" }).ClickAsync();
        }
    }

    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(ArgumentException))]
    public async Task Whatever_ends_an_import_its_pictures_are_removed(Type kind)
    {
        var upload = Directory.CreateDirectory(Path.Combine(_folder.Path, "upload"));
        File.Copy(Recordings.Portrait, Path.Combine(upload.FullName, "1.jpg"));
        await using var run = _site.Kiosk.Get<ImportService>().Create(new ImportSettings("1", "Eve", "Eve", false), _ => throw (Exception)Activator.CreateInstance(kind, "unforeseen")!, upload);

        run.Start();
        while (run.Phase is ImportPhase.Running)
            await Task.Delay(20, Cancellation);

        Assert.Equal((ImportPhase.Failed, "unforeseen"), (run.Phase, run.Fault));
        Assert.False(Directory.Exists(upload.FullName));
    }

    [Fact]
    public async Task A_stopped_import_goes_on_where_it_stopped()
    {
        var root = Directory.CreateDirectory(Path.Combine(_folder.Path, "many"));
        foreach (var (name, recording) in new[] { ("a", Recordings.Man), ("b", Recordings.Stranger) })
            WritePictures(recording, Directory.CreateDirectory(Path.Combine(root.FullName, name)).FullName);
        await using var run = _site.Kiosk.Get<ImportService>().Create(new ImportSettings("1", "Eve", "Eve", false), _ => Task.FromResult(ImportPlan.Folders(root)), folder: null);

        run.Start();
        run.Cancel();
        await EndAsync();
        Assert.Equal(ImportPhase.Failed, run.Phase);
        run.Start();
        await EndAsync();
        Assert.Equal((ImportPhase.Review, 0), (run.Phase, Store.People.Count));
        run.Confirm(run.Id);
        run.Cancel();
        await EndAsync();
        run.Start();
        await EndAsync();

        Assert.Equal(ImportPhase.Finished, run.Phase);
        Assert.Equal(2, run.Report!.Enrolled + run.Report.Already);
        Assert.Equal(2, Store.People.Count);

        async Task EndAsync()
        {
            while (run.Phase is ImportPhase.Running)
                await Task.Delay(20, Cancellation);
        }
    }

    [Fact]
    public async Task What_changed_since_the_review_is_not_stored_and_nobody_confirms_twice()
    {
        var root = Directory.CreateDirectory(Path.Combine(_folder.Path, "many"));
        foreach (var (name, picture) in new[] { ("a", Recordings.Portrait), ("b", Recordings.Sample(1)) })
            File.Copy(picture, Path.Combine(Directory.CreateDirectory(Path.Combine(root.FullName, name)).FullName, "1.jpg"));
        await using var run = _site.Kiosk.Get<ImportService>().Create(new ImportSettings("1", "Eve", "Eve", false), _ => Task.FromResult(ImportPlan.Folders(root)), folder: null);
        Assert.Contains("not all read", Assert.Throws<StoreException>(() => run.Confirm(run.Id)).Message, StringComparison.Ordinal);
        run.Start();
        await EndAsync();
        Assert.Equal(1, run.Ticked);

        // Somebody else's picture lies there now, and a better one of whom the review left out.
        File.Copy(Recordings.Portrait, Path.Combine(root.FullName, "b", "1.jpg"), overwrite: true);
        File.Copy(Recordings.Sample(1), Path.Combine(root.FullName, "a", "1.jpg"), overwrite: true);
        run.Confirm(run.Id);
        Assert.Contains("already", Assert.Throws<StoreException>(() => run.Confirm(run.Id)).Message, StringComparison.Ordinal);
        await EndAsync();

        Assert.Equal((ImportPhase.Finished, 0), (run.Phase, Store.People.Count));
        Assert.Contains("changed since the review", run.Report!.Skipped.Single(one => one.Folder == "a").Reason, StringComparison.Ordinal);

        async Task EndAsync()
        {
            for (var wait = 0; wait < 3_000 && run.Phase is ImportPhase.Running; wait++)
                await Task.Delay(20, Cancellation);
        }
    }

    private static async Task StoreAsync(IPage page) =>
        await page.GetByRole(AriaRole.Button, new() { Name = "Store" }).ClickAsync(new() { Timeout = 120_000 });

    private static async Task AddPicturesAsync(ZipArchive zip, string folder, string recording)
    {
        var number = 0;
        foreach (var picture in Recordings.Pictures(recording, 0, 200, 40))
        {
            await using var entry = await zip.CreateEntry($"{folder}/{++number}.jpg").OpenAsync(Cancellation);
            await entry.WriteAsync(ImageFile.Encode(picture, ImageFormat.Jpeg, 95), Cancellation);
            picture.Dispose();
        }
    }

    private static void WritePictures(string recording, string folder)
    {
        var number = 0;
        foreach (var picture in Recordings.Pictures(recording, 0, 200, 40))
        {
            File.WriteAllBytes(Path.Combine(folder, $"{++number}.jpg"), ImageFile.Encode(picture, ImageFormat.Jpeg, 95));
            picture.Dispose();
        }
    }
}
