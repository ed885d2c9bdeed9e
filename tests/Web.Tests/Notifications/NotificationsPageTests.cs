using AccessKiosk.Storage.Events;
using AccessKiosk.Web.Security;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AccessKiosk.Web.Tests.Notifications;

[Trait("Speed", "slow")]
public sealed class NotificationsPageTests(Browser browser)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Somebody_is_notified_tried_paused_and_removed_and_what_fails_is_said()
    {
        await using var receiver = new MailReceiver();
        await using var site = await TestSite.OpenAsync(change: options => options.Mail = receiver.Options);
        await site.AddOperatorAsync("Ada", Roles.Admin);
        var store = site.Kiosk.Population.Store;
        var page = await browser.OpenAsAsync(site, "Ada");
        await page.GotoAsync("/admin/notifications");
        await Browser.AssertAccessibleAsync(page, "notifications-none");

        // Nothing is chosen, one address is none: both are said, and what was typed stays.
        await page.GetByLabel("Mail addresses").FillAsync("security@example.org, nobody@example.org; <b>");
        await page.GetByRole(AriaRole.Button, new() { Name = "Notify", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("<b> is not a mail address.");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choose at least one kind of event.");
        await Expect(page.GetByLabel("Mail addresses")).ToHaveValueAsync("security@example.org, nobody@example.org; <b>");

        await page.GetByLabel("Mail addresses").FillAsync("security@example.org, nobody@example.org");
        await page.GetByLabel("Alarms", new() { Exact = true }).CheckAsync();
        await page.GetByLabel("Language").SelectOptionAsync("de");
        await page.GetByRole(AriaRole.Button, new() { Name = "Notify", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Added.");
        await Expect(page.GetByText("Not tried yet")).ToHaveCountAsync(2);

        await page.GetByRole(AriaRole.Button, new() { Name = "Send a test to security@example.org" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("The server took the test");
        Assert.StartsWith("Dies ist ein Test", (await receiver.NextAsync()).TextBody, StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send a test to nobody@example.org" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The mail server refuses the recipient");

        await store.Events.AppendAsync(new() { At = site.Kiosk.Time.GetUtcNow(), Code = EventCodes.DoorForced, Door = "main" }, Cancellation);
        Assert.Equal("security@example.org", (await receiver.NextAsync()).To.ToString());
        for (var end = TimeProvider.System.GetUtcNow().AddSeconds(30); !(await store.Subscriptions.ListAsync(Cancellation)).Any(one => one.Failures > 0); await Task.Delay(50, Cancellation))
            Assert.True(TimeProvider.System.GetUtcNow() < end, "It does not fail.");
        await page.GotoAsync("/admin/notifications");
        await Expect(page.GetByText("Not arriving")).ToBeVisibleAsync();
        await Expect(page.GetByText("Arriving", new() { Exact = true })).ToBeVisibleAsync();
        await Browser.AssertAccessibleAsync(page, "notifications-failing");
        await page.GotoAsync("/admin");
        await Expect(page.GetByText("Notifications to nobody@example.org fail").First).ToBeVisibleAsync();

        // What is wrong is put right in place: what failed belongs to the old address.
        await page.GotoAsync("/admin/notifications");
        await page.GetByRole(AriaRole.Link, new() { Name = "Change … nobody@example.org" }).ClickAsync();
        await Expect(page.GetByLabel("Mail address", new() { Exact = true })).ToHaveValueAsync("nobody@example.org");
        var form = page.Locator("form").Filter(new() { HasText = "Change the notification to" });
        await Expect(form.GetByLabel("Alarms", new() { Exact = true })).ToBeCheckedAsync();
        await Expect(form.GetByLabel("Language")).ToHaveValueAsync("de");
        await Browser.AssertAccessibleAsync(page, "notifications-change");
        await form.GetByLabel("Mail address", new() { Exact = true }).FillAsync("security@example.org");
        await form.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("security@example.org is told already");
        await form.GetByLabel("Mail address", new() { Exact = true }).FillAsync("nobody@example.com");
        await form.GetByLabel("Faults", new() { Exact = true }).CheckAsync();
        await form.GetByLabel("Language").SelectOptionAsync("en");
        await form.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Changed.");
        var changed = (await store.Subscriptions.ListAsync(Cancellation)).Single(one => one.Target == "nobody@example.com");
        Assert.Equal((0, "en", "alarm fault"), (changed.Failures, changed.Language, string.Join(' ', changed.Kinds.Order(StringComparer.Ordinal))));
        await receiver.NextAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Change … nobody@example.com" }).ClickAsync();
        await form.GetByLabel("Mail address", new() { Exact = true }).FillAsync("nobody@example.org");
        await form.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await page.GotoAsync("/admin/notifications");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause nobody@example.org" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Paused.");
        await page.GetByRole(AriaRole.Link, new() { Name = "Remove … nobody@example.org" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove it" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Removed.");
        Assert.Equal("security@example.org", Assert.Single(await store.Subscriptions.ListAsync(Cancellation)).Target);
        Assert.Equal(
            ["notification.removed", "notification.changed", "notification.changed", "notification.changed", "notification.added", "notification.added"],
            (await store.Audit.ListAsync(cancellationToken: Cancellation)).Where(entry => entry.Actor == "Ada" && entry.Action.StartsWith("notification", StringComparison.Ordinal)).Select(entry => entry.Action));

        // The API's webhooks are others.
        using var client = new HttpClient { BaseAddress = new(site.Address) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", (await store.ApiKeys.AddAsync("t", ["manage-system"], null, "t", Cancellation)).Secret);
        Assert.Equal("[]", await client.GetStringAsync("/api/v1/webhooks", Cancellation));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await client.DeleteAsync($"/api/v1/webhooks/{(await store.Subscriptions.ListAsync(Cancellation))[0].Id}", Cancellation)).StatusCode);
    }
}
