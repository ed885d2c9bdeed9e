using AccessKiosk.Access.Doors;
using AccessKiosk.Access.Policy;
using AccessKiosk.Access.Rules;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio.Simulated;
using AccessKiosk.Storage.Events;
using AccessKiosk.Web.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.SitePages;

public sealed class OverviewTests(Browser browser)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_overview_tells_everything_that_is_the_matter_the_most_urgent_first_with_the_way_to_it()
    {
        await using var site = await TestSite.OpenAsync(change: options =>
        {
            var door = options.Doors["main"];
            (door.Contact, door.Tamper, door.Emergency) = ("contact", "tamper", "emergency");
        });
        var (kiosk, door, store) = (site.Kiosk, site.Kiosk.Lanes[0].Door, site.Kiosk.Population.Store);
        var lines = (SimulatedGpio)kiosk.Gpio;
        await site.AddOperatorAsync("Ada", Roles.Admin);
        await site.AddOperatorAsync("Enno", Roles.Enroller);
        var page = await browser.OpenAsAsync(site, "Ada");
        await page.GotoAsync("/admin");

        // As it was installed.
        await ExpectAsync(page, "to do", "The locks are simulated", "/admin/health");
        await ExpectAsync(page, "to do", "No access rules are written", "/admin/doors");
        await ExpectAsync(page, "to do", "with this site's own cameras", "/admin/calibration");
        await ExpectAsync(page, "to do", "No backup was ever made", "/admin/backups");
        await ExpectAsync(page, "to do", "Ada, Enno can sign in with a password alone", "/admin/operators");
        await ExpectAsync(page, "to do", "Nobody is known to this kiosk yet", "/admin/enrol");
        await Assertions.Expect(page.Locator(".notice")).ToHaveCountAsync(0);

        // What happens now is shown without a tap.
        await Assertions.Expect(page.Locator("html[data-live-state=on]")).ToHaveCountAsync(1);
        for (var guess = 0; guess < 5; guess++)
            kiosk.Lanes[0].Gate.Ask(person: null, PinAnswer.Wrong, "main");
        site.Services.GetRequiredService<Lockdown>().Begin("Rita");
        await ExpectAsync(page, "alarm", "Lockdown: every door stays locked until somebody ends it.", "/review/doors");
        await Assertions.Expect(page.Locator(".matters li").First).ToContainTextAsync("Lockdown");
        lines.Set("contact", true);
        await ExpectAsync(page, "alarm", "main was forced open", "/review/doors");
        lines.Set("tamper", true);
        await ExpectAsync(page, "alarm", "The case at main was opened", "/review/doors");
        lines.Set("emergency", true);
        await ExpectAsync(page, "alarm", "The emergency release holds main unlocked", "/review/doors");
        await ExpectAsync(page, "alarm", "A lockdown is on, but the emergency release holds its doors unlocked.", "/review/doors");
        await Assertions.Expect(page.GetByText("stays locked until somebody ends it")).ToHaveCountAsync(0);
        door.ReportFault("wiring", "cut", DoorFaultScope.Lock);
        var hook = await store.Subscriptions.AddAsync(new("https://example.org/hook"), [], "unused", "test", Cancellation);
        await store.Subscriptions.FailAsync(hook.Id, "no answer", kiosk.Time.GetUtcNow().AddHours(1), Cancellation);
        var (one, other) = (await store.People.AddAsync(new() { Name = "Jan Berg" }, null, "test", Cancellation), await store.People.AddAsync(new() { Name = "Jon Berg" }, null, "test", Cancellation));
        await store.Events.AppendAsync(new() { At = kiosk.Time.GetUtcNow(), Code = EventCodes.AccessDenied, Reason = ReasonCode.TooAlike, Door = "main", Alike = [one.Id, other.Id] }, Cancellation);
        var staff = await store.Groups.AddAsync("Staff", "test", Cancellation);
        await kiosk.Site.SaveAsync(SiteRules.Defaults(["main"]).With(new() { Name = "main", Permissions = [new(DefaultAccessModel.Group, null), new(staff.Id, null)] }), 0, "test", "test", Cancellation);
        await page.ReloadAsync();

        await ExpectAsync(page, "fault", "main does not work: its lock cannot be driven", "/admin/health");
        await ExpectAsync(page, "fault", "Number and PIN are not accepted at main", "/review/doors");
        await ExpectAsync(page, "fault", "The webhook to example.org fails", "/admin/webhooks");
        await ExpectAsync(page, "check", "look so alike that doors cannot tell them apart", "/admin/people/alike");
        await ExpectAsync(page, "check", "restricts nobody at main", "/admin/doors");
        string[] order = ["alarm", "fault", "check", "to do", "now"];
        var levels = await page.Locator(".matters .tag").AllTextContentsAsync();
        Assert.Equal(levels.Select(level => Array.IndexOf(order, level)).Order(), levels.Select(level => Array.IndexOf(order, level)));
        await Browser.AssertAccessibleAsync(page, "overview-lockdown");
        await page.SetViewportSizeAsync(390, 844);
        await Browser.ShootAsync(page, "overview-lockdown-390", whole: true);

        // Who cannot put the rest right is told that there is some.
        var enroller = await browser.OpenAsAsync(site, "Enno");
        await enroller.GotoAsync("/admin");
        await Assertions.Expect(enroller.GetByText("A lockdown is on").First).ToBeVisibleAsync();
        await Assertions.Expect(enroller.GetByText("No backup was ever made")).ToHaveCountAsync(0);
    }

    private static async Task ExpectAsync(IPage page, string level, string words, string address)
    {
        var matter = page.Locator(".matters li").Filter(new() { HasText = words });
        await Assertions.Expect(matter).ToHaveCountAsync(1, new() { Timeout = 15_000 });
        await Assertions.Expect(matter.Locator(".tag")).ToHaveTextAsync(level);
        await Assertions.Expect(matter.GetByRole(AriaRole.Link)).ToHaveAttributeAsync("href", address);
    }
}
