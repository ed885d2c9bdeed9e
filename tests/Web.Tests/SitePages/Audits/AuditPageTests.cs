using AccessKiosk.Web.Security;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.SitePages.Audits;

/// <summary>The audit's page in a real browser.</summary>
[Trait("Speed", "slow")]
public sealed class AuditPageTests(Browser browser)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Says_who_did_what_to_whom_and_finds_a_row_that_somebody_changed()
    {
        using var folder = new TemporaryFolder();
        await using var site = await TestSite.OpenAsync(change: options => options.Store = new() { Directory = folder.Path });
        await site.AddOperatorAsync("Ada", Roles.Admin);
        var store = site.Kiosk.Population.Store;
        var person = await store.People.AddAsync(new() { Name = "Zoë <Ngo>" }, consent: null, "Ada", Cancellation);
        await store.People.SetNoteAsync(person.Id, "left-handed", "Rita", Cancellation);
        for (var i = 0; i < 120; i++)
            await store.Audit.AppendAsync("Rita", "alert.picture-viewed", Guid.NewGuid().ToString("N"), new { number = i }, Cancellation);
        var page = await browser.OpenAsAsync(site, "Ada");
        await page.GotoAsync("/admin/audit");
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(100);
        await page.GetByRole(AriaRole.Link, new() { Name = "Older" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Zoë <Ngo>" }).First).ToBeVisibleAsync();

        await page.GotoAsync("/admin/audit");
        await page.GetByLabel("About").SelectOptionAsync("person");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("tbody tr").First).ToContainTextAsync("Rita");
        await page.GotoAsync("/admin/audit?until=2020-01-01");
        await Assertions.Expect(page.GetByText("No entry fits.")).ToBeVisibleAsync();

        await page.GotoAsync($"/admin/audit?person={person.Id}");
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(2);
        await Browser.AssertAccessibleAsync(page, "audit");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check the chain" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("the chain is whole");

        using (var database = new SqliteConnection($"Data Source={Path.Combine(folder.Path, "kiosk.db")};Pooling=False"))
        {
            await database.OpenAsync(Cancellation);
            await using var change = database.CreateCommand();
            change.CommandText = "UPDATE audit SET Actor = 'Mallory' WHERE Sequence = 5";
            await change.ExecuteNonQueryAsync(Cancellation);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Check the chain" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("somebody touched the audit");
    }
}
