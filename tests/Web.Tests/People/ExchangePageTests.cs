using System.Text;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Web.Security;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AccessKiosk.Web.Tests.People;

public sealed class ExchangePageTests(Browser browser, PeopleSite fixture) : IClassFixture<PeopleSite>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private KioskStore Store => fixture.Site.Kiosk.Population.Store;

    [Fact]
    public async Task A_file_of_people_is_looked_at_taken_over_and_who_is_gone_is_suspended_or_erased()
    {
        await Store.Groups.AddAsync("Painters", "test", Cancellation);
        var ada = await AddAsync("P1", "Ada Painter");
        var bob = await AddAsync("P2", "Bob Painter");
        var cyd = await AddAsync("P3", "Cyd Painter");
        var page = await fixture.OpenAsAsync(browser, Roles.Enroller);
        await page.GotoAsync("/admin/people");
        await page.GetByRole(AriaRole.Link, new() { Name = "As a table" }).ClickAsync();
        await ChooseAsync(page, "hr.csv", "number;name;groups;Department\r\nP1;Ada Painter;;Paint\r\nP2;Robert Painter;Painters;Paint\r\nP9;New Painter;Painters;Paint\r\nP8;Bad Painter;Nobodies;Paint\r\n");

        await Expect(page.Locator(".counts-line")).ToContainTextAsync("1 new");
        await Expect(page.Locator(".counts-line")).ToContainTextAsync("1 refused");
        await Expect(page.GetByText("no group 'Nobodies'")).ToBeVisibleAsync();
        await Expect(page.GetByText("Columns that are not read: Department.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Changed" })).ToContainTextAsync("Bob Painter → Robert Painter");
        await Browser.AssertAccessibleAsync(page, "people-exchange");
        await Browser.ShootAsync(page, "people-exchange-1280", whole: true);
        await page.SetViewportSizeAsync(390, 844);
        await Browser.ShootAsync(page, "people-exchange-390", whole: true);
        await page.SetViewportSizeAsync(1280, 720);
        Assert.Null(Store.People.FindByExternalId("P9"));

        // Somebody else is quicker: what was not seen is not done.
        await Store.People.RenameAsync(ada.Id, "Ada Other", "test", Cancellation);
        await page.GetByRole(AriaRole.Button, new() { Name = "Take it over" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("nothing was done");
        Assert.Equal("Bob Painter", Store.People.Find(bob.Id)!.Name);

        await page.GetByLabel("Suspend them").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Take it over" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Done: 1 added, 2 changed, 1 suspended.");
        Assert.Equal(("Robert Painter", PersonStatus.Suspended), (Store.People.Find(bob.Id)!.Name, Store.People.Find(cyd.Id)!.Status));
        Assert.Equal(Roles.Enroller, (await Store.Audit.ListAsync(bob.Id.ToString(), cancellationToken: Cancellation))[0].Actor);

        await Store.People.SetStatusAsync(cyd.Id, PersonStatus.Active, "test", Cancellation);
        await page.GotoAsync("/admin/people/exchange");
        await page.GetByLabel("I want to erase this person for good.").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Erase for good" }).ClickAsync();
        await Expect(page.GetByText("1 person erased.")).ToBeVisibleAsync();
        Assert.Null(Store.People.Find(cyd.Id));
        await page.Locator("a.id").First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Certificate of erasure" })).ToBeVisibleAsync();
        await page.GotoAsync("/admin/people/exchange");
        await page.GetByRole(AriaRole.Button, new() { Name = "Put the file away" }).ClickAsync();
        await Expect(page.Locator(".counts-line")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Those_who_fit_a_search_are_saved_as_a_table_that_comes_in_without_a_change_and_it_is_recorded()
    {
        await AddAsync("0042", "=Zoe Zebra");
        await AddAsync("77", "Zac Zebra");
        var page = await fixture.OpenAsAsync(browser, Roles.Admin);
        await page.GotoAsync("/admin/people?q=zebra");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Save all 2 as CSV" }).ClickAsync());
        var text = await File.ReadAllTextAsync((await download.PathAsync())!, Cancellation);
        Assert.Equal(3, text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("0042,'=Zoe Zebra,active,", text, StringComparison.Ordinal);
        var audited = (await Store.Audit.LatestAsync("people.exported", Cancellation))!;
        Assert.Equal(Roles.Admin, audited.Actor);
        Assert.DoesNotContain("zebra", audited.Details, StringComparison.OrdinalIgnoreCase);

        await page.GotoAsync("/admin/people/exchange");
        await ChooseAsync(page, "people.csv", text);
        await Expect(page.Locator(".counts-line")).ToContainTextAsync("2 unchanged");
        await Expect(page.Locator(".counts-line")).ToContainTextAsync("0 changed");
        await Expect(page.Locator(".counts-line")).ToContainTextAsync("0 refused");
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_says_why_and_takes_the_one_before_away()
    {
        var page = await fixture.OpenAsAsync(browser, Roles.Admin);
        await page.GotoAsync("/admin/people/exchange");
        await ChooseAsync(page, "good.csv", "number,name\r\nX1,Xenia\r\n");
        await Expect(page.Locator(".counts-line")).ToBeVisibleAsync();
        await page.Locator("#table").SetInputFilesAsync(new FilePayload { Name = "latin.csv", MimeType = "text/csv", Buffer = Encoding.Latin1.GetBytes("number,name\r\nX1,Jörg\r\n") });
        await page.GetByRole(AriaRole.Button, new() { Name = "Look at it" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("latin.csv is not UTF-8: save it as 'CSV UTF-8'.");
        await Expect(page.Locator(".counts-line")).ToHaveCountAsync(0);
    }

    private static async Task ChooseAsync(IPage page, string name, string text)
    {
        await page.Locator("#table").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(text) });
        await page.GetByRole(AriaRole.Button, new() { Name = "Look at it" }).ClickAsync();
    }

    private Task<Person> AddAsync(string number, string name) => Store.People.AddAsync(new() { Name = name, ExternalId = number }, null, "test", Cancellation);
}
