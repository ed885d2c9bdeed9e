using AccessKiosk.Web.Security;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AccessKiosk.Web.Tests.SitePages.Backups;

public sealed class BackupsPageTests(Browser browser)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backup_is_made_listed_and_checked_and_what_a_restore_would_change_is_shown()
    {
        using var folder = new TemporaryFolder();
        // Of an earlier version, which counted by the clock.
        folder.File("kiosk-20990101T000000Z.db", "old"u8);
        await using var site = await OpenAsync(folder.Path);
        await site.AddOperatorAsync("Ada", Roles.Admin);
        var page = await browser.OpenAsAsync(site, "Ada");
        await page.GotoAsync("/admin/backups");
        await page.GetByRole(AriaRole.Button, new() { Name = "Back up now" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Written and checked: 0 people");
        await page.GetByRole(AriaRole.Button, new() { Name = "Back up now" }).ClickAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(3);
        await Expect(page.Locator("tbody tr").First).ToContainTextAsync("kiosk-n0000002-");
        Assert.Equal(2, (await site.Kiosk.Population.Store.Audit.ListAsync(cancellationToken: Cancellation)).Count(entry => entry is { Action: "store.backed-up", Actor: "Ada" }));

        await site.AddOperatorAsync("Boris", Roles.Admin);
        await page.GetByRole(AriaRole.Button, new() { Name = "Check kiosk-n0000002-" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("is whole");
        await Expect(page.Locator("#check tbody tr").Filter(new() { HasText = "Boris" })).ToContainTextAsync("none");
        await Expect(page.Locator("#check pre")).ToContainTextAsync($"kiosk restore {Path.Combine(folder.Path, "kiosk-n0000002-")}");
        await Browser.AssertAccessibleAsync(page, "backups");
        // A check leaves nothing beside the database.
        Assert.Empty(Directory.GetFiles(site.Kiosk.Options.Store.Directory, "*.inspecting*"));
    }

    [Fact]
    public async Task A_backup_that_somebody_changed_or_that_is_none_is_told_as_such()
    {
        using var folder = new TemporaryFolder();
        await using var site = await OpenAsync(folder.Path);
        await site.AddOperatorAsync("Ada", Roles.Admin);
        var good = Path.Combine(folder.Path, "good.db");
        await site.Kiosk.Population.Store.BackupAsync(good, "test", cancellationToken: Cancellation);
        var bytes = await File.ReadAllBytesAsync(good, Cancellation);
        bytes[^60] ^= 1;
        folder.File("changed.db", bytes);
        folder.File("text.db", "no backup"u8);
        var page = await browser.OpenAsAsync(site, "Ada");

        await page.GotoAsync("/admin/backups");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check changed.db" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("was changed after the kiosk wrote it");
        await page.GotoAsync("/admin/backups");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check text.db" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("text.db");
    }

    [Fact]
    public async Task A_folder_that_is_missing_is_told_with_what_to_do()
    {
        using var folder = new TemporaryFolder();
        await using var site = await OpenAsync(Path.Combine(folder.Path, "nowhere"));
        await site.AddOperatorAsync("Ada", Roles.Admin);
        var page = await browser.OpenAsAsync(site, "Ada");
        await page.GotoAsync("/admin/backups");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("does not exist: make it for the kiosk's user, or name another one (Store:BackupFolder)");
        await page.GetByRole(AriaRole.Button, new() { Name = "Back up now" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("does not exist");
    }

    private static Task<TestSite> OpenAsync(string folder) => TestSite.OpenAsync(change: options => options.Store.BackupFolder = folder);
}
