using AccessKiosk.Enrollment.People;
using AccessKiosk.Storage;
using AccessKiosk.Web.Security;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AccessKiosk.Web.Tests.People;

public sealed class PeopleListTests(Browser browser, PeopleSite fixture) : IClassFixture<PeopleSite>, IAsyncLifetime
{
    private readonly TestSite _site = fixture.Site;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var store = _site.Kiosk.Population.Store;
        if (store.People.Count > 0)
            return;
        for (var i = 1; i <= 120; i++)
            await store.People.AddAsync(new() { Name = $"Visitor {i:000}", ExternalId = $"V-{i:000}" }, null, "test", Cancellation);
        var now = _site.Kiosk.Time.GetUtcNow();
        await store.People.AddAsync(new() { Name = "Élodie Ångström", ValidUntil = now.AddDays(3) }, null, "test", Cancellation);
        await store.People.AddAsync(new() { Name = "Otto Old", ValidUntil = now.AddDays(-3) }, null, "test", Cancellation);
        var suspended = await store.People.AddAsync(new() { Name = "Sue Spended" }, null, "test", Cancellation);
        await store.People.SetStatusAsync(suspended.Id, PersonStatus.Suspended, "test", Cancellation);
        await store.People.AddAsync(new() { Name = "Dee Clined" }, new NewConsent(ConsentDecision.Declined, "1", "test"), "test", Cancellation);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_long_list_comes_in_pages()
    {
        var page = await fixture.OpenAsAsync(browser, Roles.Enroller);

        await page.GotoAsync("/admin/people");
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("1 to 50 of 124");
        await Browser.AssertAccessibleAsync(page, "people");
        await page.GetByRole(AriaRole.Link, new() { Name = "Last" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("101 to 124 of 124");
        await page.GetByRole(AriaRole.Link, new() { Name = "Back" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("51 to 100 of 124");
        await page.GotoAsync("/admin/people?page=99999&state=nonsense&group=x");
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("101 to 124 of 124");
    }

    [Theory]
    [InlineData("elodie angstrom", "All", "Élodie Ångström")]
    [InlineData("v-077", "All", "Visitor 077")]
    [InlineData("", "Expiring", "Élodie Ångström")]
    [InlineData("", "Expired", "Otto Old")]
    [InlineData("", "Suspended", "Sue Spended")]
    [InlineData("", "Declined", "Dee Clined")]
    public async Task Somebody_is_found_by_name_number_and_state(string text, string state, string name)
    {
        var page = await fixture.OpenAsAsync(browser, Roles.Enroller);
        await page.GotoAsync("/admin/people");

        await page.GetByLabel("Name or number").FillAsync(text);
        await page.GetByLabel("State").SelectOptionAsync(state);
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();

        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(page.Locator("tbody a")).ToHaveTextAsync(name);
    }

    [Fact]
    public async Task The_list_follows_the_store()
    {
        var store = _site.Kiosk.Population.Store;
        var page = await fixture.OpenAsAsync(browser, Roles.Enroller);
        var person = await store.People.AddAsync(new() { Name = "Zora Fresh" }, null, "test", Cancellation);
        await page.GotoAsync("/admin/people?q=zora");
        await Expect(page.Locator("tbody a")).ToHaveTextAsync("Zora Fresh");

        await store.People.RenameAsync(person.Id, "Abe Renamed", "test", Cancellation);
        await page.GotoAsync("/admin/people");
        await Expect(page.Locator("tbody a").First).ToHaveTextAsync("Abe Renamed");

        await store.Privacy.EraseAsync(person.Id, "test", Cancellation);
        await page.GotoAsync("/admin/people?q=renamed");
        await Expect(page.GetByText("Nobody fits this search.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_overview_says_who_needs_attention()
    {
        var page = await fixture.OpenAsAsync(browser, Roles.Admin);

        await page.GotoAsync("/admin");
        await Expect(page.GetByText("1 person will not be admitted any more within 14 days.", new() { Exact = true }).First).ToBeVisibleAsync();
        await Browser.AssertAccessibleAsync(page, "overview");
        await page.GetByRole(AriaRole.Link, new() { Name = "Show this: 1 person no longer admitted" }).ClickAsync();
        await Expect(page.Locator("tbody a")).ToHaveTextAsync("Otto Old");
    }

    [Theory]
    [InlineData(Roles.Admin, true)]
    [InlineData(Roles.Enroller, true)]
    [InlineData(Roles.Reviewer, false)]
    [InlineData(Roles.Viewer, false)]
    public async Task Only_admins_and_enrollers_see_people(string role, bool may)
    {
        var page = await fixture.OpenAsAsync(browser, role);
        var person = _site.Kiosk.Population.Store.People.FindByExternalId("V-001")!;

        foreach (var address in new[]
        {
            "/admin", "/admin/people", "/admin/people/new", $"/admin/people/{person.Id}", $"/admin/people/{person.Id}/erase", "/admin/people/import",
            "/admin/enrol", "/admin/groups",
        })
        {
            await page.GotoAsync(address);
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Not allowed" })).ToHaveCountAsync(may ? 0 : 1);
            Assert.Equal(may, !page.Url.Contains("/not-allowed", StringComparison.Ordinal));
        }

        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "People", Exact = true })).ToHaveCountAsync(may ? 1 : 0);
    }
}
