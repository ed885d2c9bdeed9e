using AccessKiosk.Access.Doors;
using AccessKiosk.Access.Policy;
using AccessKiosk.Access.Rules;
using AccessKiosk.Hardware.Doors;
using Microsoft.Extensions.DependencyInjection;
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
        // A hold is neither begun in a lockdown, nor does an earlier one go on after it.
        await Assertions.Expect(page.GetByText("It cannot be held open now: locked down.")).ToBeVisibleAsync();
        await page.GotoAsync("/review/doors/act?act=hold&door=main&until=23:59");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("main cannot be held open now. It is locked down. End the lockdown first. Nothing was changed.");
        await page.GotoAsync("/review/doors/act?act=unlock&door=main");
        await page.GetByRole(AriaRole.Button, new() { Name = "Unlock once" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The door did not unlock: locked down.");

        await page.GotoAsync("/review/doors/act?act=lockdown-end");
        await Assertions.Expect(page.GetByText("Every door stays locked until somebody is let in or its schedule unlocks it.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "End the lockdown" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The lockdown has ended.")).ToBeVisibleAsync();
        Assert.Equal(DoorMode.Locked, Door.State.Mode);

        await page.GetByRole(AriaRole.Button, new() { Name = "Hold open" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Hold open" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The door is held open.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "End holding open" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Lock it" }).ClickAsync();
        await Assertions.Expect(page.GetByText("no longer held open")).ToBeVisibleAsync();
        Assert.Equal(DoorMode.Locked, Door.State.Mode);

        var audit = await review.Site.Kiosk.Population.Store.Audit.ListAsync(limit: 50, cancellationToken: TestContext.Current.CancellationToken);
        foreach (var action in new[] { "door.unlocked", "door.unlock-refused", "door.held-open", "doors.locked-down", "doors.lockdown-ended", "door.hold-ended" })
            Assert.Contains(audit, entry => entry.Action == action && entry.Actor == "Rita");
    }

    [Fact]
    public async Task What_is_barred_at_the_pad_is_shown_with_its_time_and_accepted_again_by_a_button()
    {
        var gate = review.Site.Kiosk.Lanes[0].Gate;
        var memory = review.Site.Services.GetRequiredService<PersistedAccessState>();
        var man = review.Site.Kiosk.Population.Store.People.List().Single();
        for (var guess = 0; guess < 5; guess++)
            gate.Ask(person: null, PinAnswer.Wrong, "main");
        lock (memory.Gate)
            memory.State = memory.State with { PersonFailures = memory.State.PersonFailures.SetItem(man.Id.Value, new([], TimeProvider.System.GetUtcNow(), 6, IsClosed: true)) };
        var page = await browser.OpenAsAsync(review.Site, "Rita");
        await page.GotoAsync("/review/doors");
        await Assertions.Expect(page.GetByText("s: too many wrong ones")).ToBeVisibleAsync();
        await Browser.AssertAccessibleAsync(page, "doors-barred");

        await page.GetByRole(AriaRole.Link, new() { Name = "Accept PINs again" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Accept them" }).ClickAsync();

        await Assertions.Expect(page.GetByText("PINs are accepted again.")).ToBeVisibleAsync();
        Assert.Empty(memory.State.PadFailures);
        Assert.NotEmpty(memory.State.PersonFailures);
        await page.GetByRole(AriaRole.Link, new() { Name = $"Accept the PIN of {man.Name} again" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Accept it" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The PIN is accepted again.")).ToBeVisibleAsync();
        Assert.Empty(memory.State.PersonFailures);
    }

    [Fact]
    public async Task Anti_passback_is_forgiven_for_one_person_and_for_everybody()
    {
        var kiosk = review.Site.Kiosk;
        var man = kiosk.Population.Store.People.List().Single();
        var (site, memory) = (review.Site.Services.GetRequiredService<SiteRules>(), review.Site.Services.GetRequiredService<PersistedAccessState>());
        var rules = site.Active.Rules;
        var door = rules.Doors.Single() with { AntiPassback = AntiPassback.Hard, FromZone = "street", ToZone = "office" };
        await site.SaveAsync(rules.With(door), site.Active.Version, "test", "test", TestContext.Current.CancellationToken);
        void Pass() => memory.State = AccessState.Empty with { Presences = AccessState.Empty.Presences.Add(man.Id.Value, new("office", kiosk.Time.GetUtcNow())) };
        var page = await browser.OpenAsAsync(review.Site, "Rita");
        foreach (var who in new[] { man.Name, "" })
        {
            Pass();
            await page.GotoAsync("/review/doors");
            await page.GetByLabel("Name or number").FillAsync(who);
            await page.GetByRole(AriaRole.Button, new() { Name = "Forgive" }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Forgive" }).ClickAsync();
            await Assertions.Expect(page.GetByText("Forgiven:")).ToBeVisibleAsync();
            Assert.Empty(memory.State.Presences);
        }

        await Browser.AssertAccessibleAsync(page, "doors-forgive");
        await site.SaveAsync(rules, site.Active.Version, "test", "test", TestContext.Current.CancellationToken);
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
