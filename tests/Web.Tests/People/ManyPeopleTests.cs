using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Web.Security;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AccessKiosk.Web.Tests.People;

public sealed class ManyPeopleTests(Browser browser, PeopleSite fixture) : IClassFixture<PeopleSite>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private KioskStore Store => fixture.Site.Kiosk.Population.Store;

    [Fact]
    public async Task Those_picked_are_suspended_grouped_limited_in_time_and_erased_together()
    {
        var ids = new List<PersonId>();
        foreach (var name in new[] { "Mia Many", "Max Many", "Moe Many" })
            ids.Add((await Store.People.AddAsync(new() { Name = name, ValidFrom = new DateTimeOffset(2027, 5, 1, 0, 0, 0, TimeSpan.Zero) }, null, "test", Cancellation)).Id);
        var night = await Store.Groups.AddAsync("Night shift", "test", Cancellation);
        var day = await Store.Groups.AddAsync("Day shift", "test", Cancellation);
        await Store.People.SetGroupsAsync(ids[0], [day.Id], "test", Cancellation);
        var page = await fixture.OpenAsAsync(browser, Roles.Enroller);
        await page.GotoAsync("/admin/people?q=many");
        await page.GetByLabel("Pick Mia Many").CheckAsync();
        await page.GetByLabel("Pick Max Many").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Change those picked …" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Change 2 people" })).ToBeVisibleAsync();
        await Browser.AssertAccessibleAsync(page, "people-many");
        await page.SetViewportSizeAsync(390, 844);
        await Browser.ShootAsync(page, "people-many-390", whole: true);
        await page.SetViewportSizeAsync(1280, 720);

        await page.GetByRole(AriaRole.Button, new() { Name = "Suspend" }).ClickAsync();
        await Expect(page.GetByText("2 people suspended.")).ToBeVisibleAsync();
        Assert.Equal([PersonStatus.Suspended, PersonStatus.Suspended, PersonStatus.Active], ids.Select(id => Store.People.Find(id)!.Status));

        await page.GetByLabel("Night shift").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Put into these" }).ClickAsync();
        await Expect(page.GetByText("2 people put into the groups.")).ToBeVisibleAsync();
        // The groups that they had stay.
        Assert.Equal(new HashSet<Guid> { day.Id, night.Id }, Store.People.Find(ids[0])!.Groups.ToHashSet());
        await page.GetByLabel("Night shift").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Take out of these" }).ClickAsync();
        await Expect(page.GetByText("2 people taken out of the groups.")).ToBeVisibleAsync();
        Assert.Equal([day.Id], Store.People.Find(ids[0])!.Groups);

        // Before the first day that they have: refused for each, by name, and nothing is changed.
        await page.GetByLabel("Admitted until").FillAsync("2027-04-01");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set the last day" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Max Many:");
        Assert.All(ids, id => Assert.Null(Store.People.Find(id)!.ValidUntil));
        await page.GetByLabel("Admitted until").FillAsync("2027-06-30");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set the last day" }).ClickAsync();
        await Expect(page.GetByText("2 people changed.")).ToBeVisibleAsync();
        Assert.Equal([true, true, false], ids.Select(id => Store.People.Find(id)!.ValidUntil is not null));

        await page.GetByLabel("I want to erase these 2 people for good.").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Erase for good" }).ClickAsync();
        await Expect(page.GetByText("2 people erased.")).ToBeVisibleAsync();
        Assert.Equal([true, true, false], ids.Select(id => Store.People.Find(id) is null));
        await page.Locator("a.id").First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Certificate of erasure" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task All_who_fit_a_search_are_changed_unless_somebody_joined_them_unseen()
    {
        for (var i = 0; i < 3; i++)
            await Store.People.AddAsync(new() { Name = $"Temp {i}" }, null, "test", Cancellation);
        var page = await fixture.OpenAsAsync(browser, Roles.Admin);
        await page.GotoAsync("/admin/people?q=temp&state=Active");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change all 3 …" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Change 3 people" })).ToBeVisibleAsync();
        var unseen = await Store.People.AddAsync(new() { Name = "Temp unseen" }, null, "test", Cancellation);

        await page.GetByRole(AriaRole.Button, new() { Name = "Suspend" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("nothing was done");
        Assert.Equal(PersonStatus.Active, Store.People.Find(unseen.Id)!.Status);
        Assert.All(Store.People.Search("Temp"), person => Assert.Equal(PersonStatus.Active, person.Status));

        await page.GetByRole(AriaRole.Button, new() { Name = "Suspend" }).ClickAsync();
        await Expect(page.GetByText("4 people suspended.")).ToBeVisibleAsync();
        Assert.All(Store.People.Search("Temp"), person => Assert.Equal(PersonStatus.Suspended, person.Status));
    }

    [Fact]
    public async Task An_address_that_names_nobody_changes_nobody()
    {
        var page = await fixture.OpenAsAsync(browser, Roles.Admin);

        await page.GotoAsync($"/admin/people/many?p=x&p={Guid.NewGuid():N}");

        await Expect(page.GetByText("Nobody was picked.")).ToBeVisibleAsync();
        await Expect(page.Locator("main form[method=post]")).ToHaveCountAsync(0);
    }
}
