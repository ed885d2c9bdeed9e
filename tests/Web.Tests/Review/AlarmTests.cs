using System.Text.RegularExpressions;
using AccessKiosk.Storage.Events;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.Review;

[Collection(nameof(ReviewSite))]
public sealed partial class AlarmTests(ReviewSite review, Browser browser)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Alike_alarms_are_one_line_that_is_acknowledged_with_a_note_and_taken_back()
    {
        var (kiosk, store) = (review.Site.Kiosk, review.Site.Kiosk.Population.Store);
        async Task RaiseAsync(EventCode code, int times, string? detail = null)
        {
            for (var i = 0; i < times; i++)
                await store.Events.AppendAsync(new() { At = kiosk.Time.GetUtcNow(), Code = code, Door = "back", Detail = detail }, Cancellation);
        }

        await RaiseAsync(EventCodes.DoorForced, 3);
        await RaiseAsync(EventCodes.AlarmDuress, 1);
        await RaiseAsync(EventCodes.DoorClosed, 1);
        var page = await browser.OpenAsAsync(review.Site, "Rita");
        await page.GotoAsync("/review/alarms");
        var forced = page.Locator("#alarms li").Filter(new() { HasText = "forced" }).Filter(new() { HasText = "back" });
        await Assertions.Expect(forced).ToContainTextAsync("3 times");
        await Assertions.Expect(page.Locator("#alarms")).Not.ToContainTextAsync("closed");
        await Assertions.Expect(page).ToHaveTitleAsync(Numbered());
        await Browser.AssertAccessibleAsync(page, "alarms");

        // What comes meanwhile is shown, and was not seen by who acknowledged the rest.
        await forced.GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.GetByLabel("Note").FillAsync("The cleaners had no key.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge those picked" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Acknowledged, with your name.")).ToBeVisibleAsync();
        await Assertions.Expect(forced).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByText("3 times: by Rita")).ToContainTextAsync("The cleaners had no key.");
        await Assertions.Expect(page.Locator("html[data-live-state=on]")).ToHaveCountAsync(1);
        await RaiseAsync(EventCodes.DoorForced, 1);
        await Assertions.Expect(forced).ToHaveCountAsync(1, new() { Timeout = 15_000 });
        await Assertions.Expect(forced).Not.ToContainTextAsync("times");

        await page.Locator("li").Filter(new() { HasText = "3 times: by Rita" }).GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(forced).ToContainTextAsync("4 times");
        await page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge those picked" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Pick the alarms");
        await page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge all shown" }).ClickAsync();
        await Assertions.Expect(page.GetByText("No alarm is open.")).ToBeVisibleAsync();

        // A list that is older than the newest alarm: as many are acknowledged as it showed.
        await page.RouteAsync("**/stream", route => route.AbortAsync());
        await RaiseAsync(EventCodes.DoorHeld, 2);
        await page.GotoAsync("/review/alarms");
        var held = page.Locator("#alarms li").Filter(new() { HasText = "held" }).Filter(new() { HasText = "back" });
        await held.GetByRole(AriaRole.Checkbox).CheckAsync();
        await RaiseAsync(EventCodes.DoorHeld, 1);
        await page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge those picked" }).ClickAsync();
        await Assertions.Expect(page.Locator("li").Filter(new() { HasText = "2 times: by Rita" }).Filter(new() { HasText = "back" })).ToBeVisibleAsync();
        await Assertions.Expect(held).Not.ToContainTextAsync("times");
        await page.SetViewportSizeAsync(390, 844);
        await Browser.ShootAsync(page, "alarms-390", whole: true);

        var audit = await store.Audit.ListAsync("back", cancellationToken: Cancellation);
        Assert.Contains(audit, entry => entry is { Action: "alarm.acknowledged", Actor: "Rita" });
        Assert.Contains(audit, entry => entry is { Action: "alarm.reopened", Actor: "Rita" });
    }

    [GeneratedRegex(@"^\([1-9]\d*\) Alarms", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numbered();
}
