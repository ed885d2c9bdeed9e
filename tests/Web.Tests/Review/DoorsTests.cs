using AccessKiosk.Hardware.Doors;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.Review;

[Collection(nameof(ReviewSite))]
public sealed class DoorsTests(ReviewSite review, Browser browser)
{
    private Door Door => review.Site.Kiosk.Lanes[0].Door;

    [Fact]
    public async Task A_door_is_unlocked_held_and_locked_down_only_after_a_second_yes()
    {
        var page = await browser.OpenAsAsync(review.Site, "Rita");
        await page.GotoAsync("/review/doors");
        await Browser.AssertAccessibleAsync(page, "doors");

        await page.GetByRole(AriaRole.Link, new() { Name = "Unlock once" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Unlock main?" })).ToBeVisibleAsync();
        Assert.Equal(DoorMode.Locked, Door.State.Mode);
        await Browser.AssertAccessibleAsync(page, "doors-confirm");
        await page.GetByRole(AriaRole.Button, new() { Name = "Unlock once" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The door was unlocked.")).ToBeVisibleAsync();
        // The page follows the door: its pulse ends by itself.
        await Assertions.Expect(page.Locator(".tag").GetByText("locked", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 20_000 });

        await page.GetByRole(AriaRole.Button, new() { Name = "Hold open" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Hold open" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Held open until")).ToBeVisibleAsync();
        Assert.Equal(DoorMode.HoldOpen, Door.State.Mode);

        await page.GetByRole(AriaRole.Link, new() { Name = "Lock every door down" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Lock down" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Every door stays locked")).ToBeVisibleAsync();
        Assert.Equal(DoorMode.Lockdown, Door.State.Mode);
        await Browser.ShootAsync(page, "doors-lockdown");
        await page.GotoAsync("/review/doors/act?act=unlock&door=main");
        await page.GetByRole(AriaRole.Button, new() { Name = "Unlock once" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The door did not unlock: locked down.");

        await page.GotoAsync("/review/doors/act?act=lockdown-end");
        await page.GetByRole(AriaRole.Button, new() { Name = "End the lockdown" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "End holding open" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Lock it" }).ClickAsync();
        await Assertions.Expect(page.GetByText("no longer held open")).ToBeVisibleAsync();
        Assert.Equal(DoorMode.Locked, Door.State.Mode);

        var audit = await review.Site.Kiosk.Population.Store.Audit.ListAsync(limit: 50, cancellationToken: TestContext.Current.CancellationToken);
        foreach (var action in new[] { "door.unlocked", "door.held-open", "doors.locked-down", "doors.lockdown-ended", "door.hold-ended" })
            Assert.Contains(audit, entry => entry.Action == action && entry.Actor == "Rita");
    }

    [Fact]
    public async Task A_viewer_sees_the_doors_and_can_do_nothing_to_them()
    {
        var page = await browser.OpenAsAsync(review.Site, "Victor", width: 390, height: 844);
        await page.GotoAsync("/review/doors");

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "main" })).ToBeVisibleAsync();
        Assert.Equal(0, await page.GetByText("…").CountAsync());
        await Browser.ShootAsync(page, "doors-viewer-390");
    }

    [Theory]
    [InlineData("act=unlock&door=nowhere")]
    [InlineData("act=hold&door=main&until=soon")]
    [InlineData("act=explode")]
    public async Task Nonsense_is_refused_with_a_way_back(string query)
    {
        var page = await browser.OpenAsAsync(review.Site, "Rita");

        var answer = await page.GotoAsync($"/review/doors/act?{query}");

        Assert.Equal(400, answer!.Status);
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Back to the doors" })).ToBeVisibleAsync();
    }
}
