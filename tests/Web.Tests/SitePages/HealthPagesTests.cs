using AccessKiosk.Hardware.Doors;
using AccessKiosk.Web.Security;
using AccessKiosk.Web.Tests.Growth;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.SitePages;

public sealed class HealthPagesTests(Browser browser, SiteFixture fixture) : IClassFixture<SiteFixture>
{
    private TestSite Site => fixture.Site;

    [Fact]
    public async Task Health_follows_camera_and_door_while_the_page_is_open()
    {
        var page = await browser.OpenAsAsync(Site, "Ada");
        await page.GotoAsync("/admin/health");
        await Assertions.Expect(page.Locator("[data-line='fps-main']")).ToContainTextAsync("0.0 pictures");
        await Site.PlayAsync();
        await Assertions.Expect(page.Locator("[data-line='fps-main']")).Not.ToContainTextAsync("0.0 pictures", new() { Timeout = 30_000 });
        await Assertions.Expect(page.Locator("[data-line='camera-main']")).ToHaveAttributeAsync("data-state", "good", new() { Timeout = 30_000 });
        await Assertions.Expect(page.Locator("[data-line='stages-main']")).Not.ToContainTextAsync("detection 0.0,", new() { Timeout = 30_000 });
        Site.Kiosk.Lanes[0].Door.SetLockdown(true, "test");
        await Assertions.Expect(page.Locator("[data-line='door-main']")).ToContainTextAsync(nameof(DoorMode.Lockdown), new() { Timeout = 15_000 });
        await Browser.AssertAccessibleAsync(page, "health");
        Site.Kiosk.Lanes[0].Door.SetLockdown(false, "test");
    }

    [Fact]
    public async Task A_health_page_that_is_left_open_does_not_keep_its_operator_signed_in()
    {
        await using var site = await TestSite.OpenAsync(change: options => options.Web.IdleTime = TimeSpan.FromMinutes(1), time: new FastTime(speed: 20));
        await site.AddOperatorAsync("Ada", Roles.Admin);
        var page = await browser.OpenAsAsync(site, "Ada");

        await page.GotoAsync("/admin/health");

        await page.WaitForURLAsync("**/sign-in**");
    }

    [Fact]
    public async Task Calibration_shows_the_record_in_force_its_thresholds_and_whether_it_works_here()
    {
        await Site.EnrolManAsync("Audun Berg");
        await Site.EnrolAsync("Franck Dupont", Faces.Stranger);
        var page = await browser.OpenAsAsync(Site, "Ada");
        var picture = page.WaitForResponseAsync("**/admin/calibration/scores.svg");
        await page.GotoAsync("/admin/calibration");
        Assert.True((await picture).Ok);
        await Assertions.Expect(page.GetByText("comes from public data")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Compare now" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Strangers stay away from the limit here.")).ToBeVisibleAsync();
        await Browser.AssertAccessibleAsync(page, "calibration");

        var report = await page.GotoAsync("/admin/calibration/report");
        Assert.True(report!.Ok);
        Assert.Contains("sandbox", (await report.AllHeadersAsync())["content-security-policy"], StringComparison.Ordinal);
        await Browser.ShootAsync(page, "calibration-report");
    }

    [Fact]
    public async Task Privacy_purges_after_a_second_confirmation_and_says_what_was_removed()
    {
        var page = await browser.OpenAsAsync(Site, "Ada");
        await page.GotoAsync("/admin/privacy");
        await Browser.AssertAccessibleAsync(page, "privacy");
        await page.GetByLabel("Delete for good").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Purge now" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Done: 0 events");
        var asked = await Site.Kiosk.Population.Store.Audit.LatestAsync("retention.purge-asked", TestContext.Current.CancellationToken);
        Assert.Equal("Ada", asked!.Actor);
    }

    [Fact]
    public async Task Privacy_shows_what_is_kept_how_long_what_was_changed_and_what_is_due()
    {
        var keep = Site.Kiosk.Options.Retention;
        var before = keep.Events;
        try
        {
            keep.Events = TimeSpan.FromDays(40);
            var page = await browser.OpenAsAsync(Site, "Ada");
            await page.GotoAsync("/admin/privacy");
            var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "alerts without pictures" });
            await Assertions.Expect(row).ToContainTextAsync("40 days changed default 90 days");
            await Assertions.Expect(row.GetByRole(AriaRole.Cell).Nth(3)).ToHaveTextAsync("0");
            await Assertions.Expect(page.GetByText("changed", new() { Exact = true })).ToHaveCountAsync(1);
            await Browser.ShootAsync(page, "privacy-due", whole: true);
        }
        finally
        {
            keep.Events = before;
        }
    }

    [Fact]
    public async Task The_site_s_pages_are_for_admins_alone()
    {
        foreach (var role in Roles.All.Where(role => role != Roles.Admin))
        {
            await Site.AddOperatorAsync($"a {role}", role);
            var page = await browser.OpenAsAsync(Site, $"a {role}");
            foreach (var address in new[] { "health", "doors", "doors/edit?name=main", "schedules", "schedules/edit", "holidays", "operators", "calibration", "privacy", "calibration/report", "keys", "webhooks" })
            {
                await page.GotoAsync($"/admin/{address}");
                Assert.EndsWith("/not-allowed", page.Url.Split('?')[0], StringComparison.Ordinal);
            }
        }
    }
}
