using AccessKiosk.Access.Policy;
using AccessKiosk.Access.Rules;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.SitePages;

public sealed class RulesPagesTests(Browser browser, SiteFixture fixture) : IClassFixture<SiteFixture>
{
    private TestSite Site => fixture.Site;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_admin_writes_a_schedule_a_holiday_and_a_door_and_sees_who_may_pass_when()
    {
        var page = await browser.OpenAsAsync(Site, "Ada");

        await page.GotoAsync("/admin/schedules");
        await Browser.AssertAccessibleAsync(page, "schedules-empty");
        await page.GetByRole(AriaRole.Link, new() { Name = "Add a schedule" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("Office hours");
        await page.GetByLabel("Saturday", new() { Exact = true }).FillAsync("9-12:30");
        await page.GetByLabel("Time zone").FillAsync("Europe/Berlin");
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Saturday 09:00–12:30")).ToBeVisibleAsync();
        await Browser.AssertAccessibleAsync(page, "schedule-edit");
        await page.GetByLabel("Monday", new() { Exact = true }).FillAsync("8-12, 11-14");
        await page.GetByLabel("Tuesday", new() { Exact = true }).FillAsync("when it suits");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("'when it suits' is no time");
        await page.GetByLabel("Tuesday", new() { Exact = true }).FillAsync("08:00-17:00");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("08:00–12:00 and 11:00–14:00 overlap");
        await page.GetByLabel("Monday", new() { Exact = true }).FillAsync("22:00-06:00");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.WaitForURLAsync("**/admin/schedules?saved=true");
        await Browser.AssertAccessibleAsync(page, "schedules");

        await page.GotoAsync("/admin/holidays");
        await page.GetByLabel("Day", new() { Exact = true }).FillAsync("2026-12-25");
        await page.GetByLabel("Name").FillAsync("Christmas Day");
        await page.GetByLabel("Every year").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
        await Assertions.Expect(page.GetByText("25 December, every year")).ToBeVisibleAsync();
        await Browser.AssertAccessibleAsync(page, "holidays");

        await page.GotoAsync("/admin/doors");
        await Assertions.Expect(page.GetByText("every active person may pass every door")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "Change the rules of main" }).ClickAsync();
        await page.GetByLabel("Everyone").SelectOptionAsync("never");
        await page.GetByLabel("Staff", new() { Exact = true }).First.SelectOptionAsync(":Office hours");
        await page.GetByLabel("Ask for a PIN besides the face").SelectOptionAsync("always");
        await page.GetByLabel("Who was last seen elsewhere").SelectOptionAsync("Hard");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("name the two different places that it leads from and to");
        await Browser.AssertAccessibleAsync(page, "door-edit");
        await page.GetByLabel("Leads from").FillAsync("street");
        await page.GetByLabel("to", new() { Exact = true }).FillAsync("house");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.WaitForURLAsync("**/admin/doors?saved=true");

        Assert.Equal("yes, Staff may pass main with face and PIN.", await AskAsync(page, "2026-12-24T09:00"));
        Assert.Equal("no, it is a holiday.", await AskAsync(page, "2026-12-25T09:00"));
        Assert.Equal("no, outside the schedule.", await AskAsync(page, "2026-12-24T18:00"));
        await Browser.AssertAccessibleAsync(page, "door-rules");

        // What the page says is what the door does.
        var staff = (await Site.Kiosk.Population.Store.Groups.ListAsync(TestContext.Current.CancellationToken)).Single(group => group.Name == "Staff");
        var request = new AccessRequest("main", new(2026, 12, 24, 9, 0, 0, TimeSpan.FromHours(1)), FaceAnswer.Identified, new() { Id = Guid.NewGuid(), Groups = [staff.Id], HasPin = true });
        Assert.Null(Site.Kiosk.Rules.Current.Decide(request, AccessState.Empty).Reason);

        await page.GotoAsync("/admin/schedules/edit?name=Office%20hours");
        await Assertions.Expect(page.GetByText("main uses this schedule. Choose another there first.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_group_s_hours_beside_everyone_ask_what_becomes_of_everybody_else_and_the_rules_are_shown_as_what_they_mean()
    {
        var (rules, store) = (Site.Kiosk.Site, Site.Kiosk.Population.Store);
        var staff = (await store.Groups.ListAsync(Cancellation)).Single(group => group.Name == "Staff");
        var lena = await store.People.AddAsync(new() { Name = "Lena Haug", ExternalId = "17", Groups = [staff.Id], ValidUntil = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero) }, null, "test", Cancellation);
        var paul = await store.People.AddAsync(new() { Name = "Paul Iden" }, null, "test", Cancellation);
        ScheduleRule days = new()
        {
            Name = "Day shift", Zone = "Europe/Berlin",
            Week = Enumerable.Range(1, 5).ToDictionary(day => (DayOfWeek)day, IReadOnlyList<ScheduleInterval> (_) => [new(new(8, 0), new(17, 0))]),
        };
        await rules.SaveAsync(SiteRules.Defaults(["main"]) with { Zone = "Europe/Berlin", Schedules = [days, days with { Name = "Nothing", Week = new Dictionary<DayOfWeek, IReadOnlyList<ScheduleInterval>>() }] }, rules.Active.Version, "test", "test", Cancellation);
        var page = await browser.OpenAsAsync(Site, "Ada");
        await page.GotoAsync("/admin/doors/edit?name=main");
        await page.GetByLabel("Staff", new() { Exact = true }).First.SelectOptionAsync(":Day shift");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("And everybody else?");
        await Browser.AssertAccessibleAsync(page, "door-edit-else");
        Assert.Single(rules.Active.Rules.Door("main")!.Permissions);
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep everybody" }).ClickAsync();
        await page.WaitForURLAsync("**/admin/doors?saved=true");
        await Assertions.Expect(page.GetByText("restricts nobody at main: Everyone may pass always")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Img, new() { Name = "08:00–17:00; and always, because Everyone may" })).ToBeVisibleAsync();
        Assert.Equal("yes, Staff may pass main.", await AskAsync(page, "2026-03-15T03:00"));
        await Assertions.Expect(page.Locator(".because")).ToHaveTextAsync("The row “Everyone: always” lets them in.");
        await Browser.AssertAccessibleAsync(page, "door-rules-meaning");
        await page.SetViewportSizeAsync(390, 844);
        await Browser.ShootAsync(page, "door-rules-meaning-390", whole: true);
        await page.SetViewportSizeAsync(1280, 720);

        // What is saved already is not asked about again; a change of who may pass is.
        await page.GotoAsync("/admin/doors/edit?name=main");
        await page.GetByLabel("Ask for a PIN besides the face").SelectOptionAsync("always");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.WaitForURLAsync("**/admin/doors?saved=true");
        await Assertions.Expect(page.GetByText("only with a PIN and have none")).ToBeVisibleAsync();
        await page.GotoAsync("/admin/doors/edit?name=main");
        await page.GetByLabel("Ask for a PIN besides the face").SelectOptionAsync("never");
        await page.GetByLabel("Cleaning", new() { Exact = true }).First.SelectOptionAsync(":Nothing");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Only those listed" }).ClickAsync();
        await page.WaitForURLAsync("**/admin/doors?saved=true");

        Assert.Null(rules.Active.Rules.Door("main")!.Everyone());
        await Assertions.Expect(page.GetByText("Nothing has no hours in the coming year")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("One active person may pass no door")).ToContainTextAsync("Paul Iden");
        Assert.Equal("no, outside the schedule.", await AskAsync(page, "2026-03-15T03:00"));
        await Assertions.Expect(page.Locator(".because")).ToHaveTextAsync("The row “Staff: Day shift” is off then.");
        Assert.Equal("no (expired).", await AskAsync(page, "2030-01-02T09:00", "17"));
        await Assertions.Expect(page.Locator(".because")).ToContainTextAsync("The person was valid until 1 Jan 2030, 01:00.");
        Assert.Equal("no, Paul Iden may never pass main.", await AskAsync(page, "2026-03-16T09:00", "Paul Iden"));
        await Browser.AssertAccessibleAsync(page, "door-rules-red");
        await store.Privacy.EraseAsync(lena.Id, "test", Cancellation);
        await store.Privacy.EraseAsync(paul.Id, "test", Cancellation);
        await rules.SaveAsync(SiteRules.Defaults(["main"]), rules.Active.Version, "test", "test", Cancellation);
    }

    private static async Task<string> AskAsync(IPage page, string at, string who = "")
    {
        await page.GetByLabel("Somebody of").SelectOptionAsync("Staff");
        await page.GetByLabel("or this person").FillAsync(who);
        await page.Locator("#at").FillAsync(at);
        await page.GetByRole(AriaRole.Button, new() { Name = "Look" }).ClickAsync();
        var text = await page.Locator("#preview [role=status]").TextContentAsync();
        return text![(text!.IndexOf(": ", StringComparison.Ordinal) + 2)..].Trim();
    }
}
