using AccessKiosk.Access.Policy;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.SitePages;

public sealed class RulesPagesTests(Browser browser, SiteFixture fixture) : IClassFixture<SiteFixture>
{
    private TestSite Site => fixture.Site;

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

    private static async Task<string> AskAsync(IPage page, string at)
    {
        await page.GetByLabel("Somebody of").SelectOptionAsync("Staff");
        await page.Locator("#at").FillAsync(at);
        await page.GetByRole(AriaRole.Button, new() { Name = "Look" }).ClickAsync();
        var text = await page.Locator("#preview [role=status]").TextContentAsync();
        return text![(text!.IndexOf(": ", StringComparison.Ordinal) + 2)..].Trim();
    }
}
