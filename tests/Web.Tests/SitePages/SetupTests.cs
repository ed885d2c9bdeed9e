using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Quality;
using AccessKiosk.Web.Security;
using AccessKiosk.Web.Setup;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AccessKiosk.Web.Tests.SitePages;

/// <summary>A new site leads its admin through what is to be done, until it is done.</summary>
public sealed class SetupTests(Browser browser)
{
    [Fact]
    public async Task The_overview_lists_what_is_to_be_done_and_the_camera_s_page_shows_how_it_looks()
    {
        await using var site = await TestSite.OpenAsync();
        await site.AddOperatorAsync("Ada", Roles.Admin);
        await site.AddOperatorAsync("Eve", Roles.Enroller);
        await site.PlayAsync();
        var page = await browser.OpenAsAsync(site, "Ada", 390, 844);
        await page.GotoAsync("/admin");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Set-up: 0 of 7 done" })).ToBeVisibleAsync();
        await Expect(page.Locator(".checklist")).ToContainTextAsync("No lock moves at main");
        await Browser.AssertAccessibleAsync(page, "setup");

        await page.GetByRole(AriaRole.Link, new() { Name = "Do it Camera" }).ClickAsync();
        await Expect(page.Locator("#look")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(page.Locator("[data-reading='size']")).Not.ToHaveAttributeAsync("data-state", "", new() { Timeout = 30_000 });
        await Expect(page.Locator("[data-reading='light'] .words")).Not.ToHaveTextAsync("Nobody is there yet.");
        await Browser.AssertAccessibleAsync(page, "setup-camera");
        await page.GetByRole(AriaRole.Button, new() { Name = "The picture is good" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Set-up: 1 of 7 done" })).ToBeVisibleAsync();

        // A simulated door is not tested: nothing would be proved.
        await page.GetByRole(AriaRole.Link, new() { Name = "Do it Door" }).ClickAsync();
        await Expect(page.GetByText("there is nothing to test yet")).ToBeVisibleAsync();
        await Browser.AssertAccessibleAsync(page, "setup-door");

        // What is written counts at once.
        await site.Kiosk.Site.SaveAsync(site.Kiosk.Site.Active.Rules, site.Kiosk.Site.Active.Version, "Ada", "test", TestContext.Current.CancellationToken);
        await page.GotoAsync("/admin");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Set-up: 2 of 7 done" })).ToBeVisibleAsync();

        var enroller = await browser.OpenAsAsync(site, "Eve");
        await enroller.GotoAsync("/admin");
        await Expect(enroller.Locator(".checklist")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(40, 120, 30, 200, "bad", "good", "good", "good")]
    [InlineData(70, 50, 20, 200, "warn", "warn", "warn", "good")]
    [InlineData(140, 240, 5, 10, "good", "bad", "bad", "bad")]
    [InlineData(140, 120, 30, 30, "good", "good", "good", "warn")]
    public void The_meters_follow_the_limits_that_the_door_holds_a_face_to(
        float width, float mean, float deviation, float sharpness, string size, string light, string contrast, string sharp)
    {
        var face = new Box(320 - width / 2, 240 - width / 2, width, width);
        var readings = CameraReading.Of(face, 640, 480, new RegionMeasures(sharpness, mean, deviation, 0, 0), new QualityOptions());
        Assert.Equal(["good", size, light, contrast, sharp], readings.Select(reading => reading.State));
        Assert.All(readings, reading => Assert.InRange(reading.Share, 0, 1));
    }
}
