using AccessKiosk.Storage.Events;
using AccessKiosk.Web.Security;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AccessKiosk.Web.Tests.Api;

public sealed class WebhooksPageTests(Browser browser)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_webhook_is_added_tried_paused_and_removed_and_its_secret_is_shown_once()
    {
        using var listener = new WebhookListener();
        await using var site = await TestSite.OpenAsync(change: options => options.Web.WebhooksToPrivateNetworks = true);
        await site.AddOperatorAsync("Ada", Roles.Admin);
        var page = await browser.OpenAsAsync(site, "Ada");
        await page.GotoAsync("/admin/webhooks");
        await Browser.AssertAccessibleAsync(page, "webhooks-none");

        await page.GetByLabel("Address").FillAsync(listener.Address);
        await page.GetByLabel("Faults").CheckAsync();
        await page.GetByLabel("Door", new() { Exact = true }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the webhook" }).ClickAsync();
        var secret = await page.GetByLabel("The new webhook's secret").InputValueAsync();
        await Browser.AssertAccessibleAsync(page, "webhooks-new");
        await page.ReloadAsync();
        await Expect(page.GetByLabel("The new webhook's secret")).ToHaveCountAsync(0);

        // What was never tried, or failed when it was, is not called ready.
        await Expect(page.GetByText("Not tried yet")).ToBeVisibleAsync();
        listener.Status = 503;
        await page.GetByRole(AriaRole.Button, new() { Name = "Send a test" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The address answered 503.");
        await page.GotoAsync("/admin/webhooks");
        await Expect(page.GetByText("Test failed")).ToBeVisibleAsync();
        Assert.Equal("test", (await listener.NextAsync()).Code);
        listener.Status = 200;

        await page.GetByRole(AriaRole.Button, new() { Name = "Send a test" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The test has arrived.");
        await Expect(page.GetByText("Test arrived")).ToBeVisibleAsync();
        var test = await listener.NextAsync();
        Assert.Equal("test", test.Code);
        Assert.True(test.IsSignedWith(secret));

        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Paused.");
        await AppendAsync(site, "while it was paused");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Resumed");
        Assert.Equal("while it was paused", (await listener.NextAsync()).Detail);

        listener.Status = 503;
        await AppendAsync(site, "refused");
        await listener.NextAsync();
        await FailedAsync(site);
        await page.GotoAsync("/admin/webhooks");
        await Expect(page.GetByText("Not arriving")).ToBeVisibleAsync();
        await Expect(page.GetByText("The address answered 503.")).ToBeVisibleAsync();
        await Browser.AssertAccessibleAsync(page, "webhooks-failing");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send a test" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The address answered 503.");

        await page.GetByRole(AriaRole.Link, new() { Name = "Remove" }).ClickAsync();
        await Browser.AssertAccessibleAsync(page, "webhooks-remove");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the webhook" }).ClickAsync();
        await Expect(page.GetByText("There is no webhook.")).ToBeVisibleAsync();
        var audit = await site.Kiosk.Population.Store.Audit.ListAsync(cancellationToken: Cancellation);
        Assert.Equal(["webhook.removed", "webhook.changed", "webhook.changed", "webhook.added"], audit.Where(entry => entry.Actor == "Ada").Select(entry => entry.Action).Where(action => action.StartsWith("webhook", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_address_that_cannot_be_one_is_refused_in_words_and_what_was_chosen_stays()
    {
        await using var site = await TestSite.OpenAsync();
        await site.AddOperatorAsync("Ada", Roles.Admin);
        var page = await browser.OpenAsAsync(site, "Ada", width: 390, height: 844);
        await page.GotoAsync("/admin/webhooks");

        await page.GetByLabel("Address").FillAsync("https://192.168.0.9/events");
        await page.GetByLabel("Faults").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the webhook" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("private network");
        await Expect(page.GetByLabel("Address")).ToHaveValueAsync("https://192.168.0.9/events");
        await Expect(page.GetByLabel("Fault")).ToBeCheckedAsync();
        await Browser.ShootAsync(page, "webhooks-refused-390", whole: true);
        Assert.Empty(await site.Kiosk.Population.Store.Subscriptions.ListAsync(Cancellation));
    }

    private static Task AppendAsync(TestSite site, string reason) =>
        site.Kiosk.Population.Store.Events.AppendAsync(new AccessEvent { At = TimeProvider.System.GetUtcNow(), Code = EventCodes.CameraLost, Door = "main", Detail = reason }, Cancellation);

    private static async Task FailedAsync(TestSite site)
    {
        while ((await site.Kiosk.Population.Store.Subscriptions.ListAsync(Cancellation))[0].Failures == 0)
            await Task.Delay(20, Cancellation);
    }
}
