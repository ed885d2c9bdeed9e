using AccessKiosk.Web.Security;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.SitePages.Settings;

/// <summary>The settings page in a real browser.</summary>
[Trait("Speed", "slow")]
public sealed class SettingsPageTests(Browser browser)
{
    [Fact]
    public async Task What_is_saved_is_seen_at_the_door_at_once_and_what_is_not_says_when()
    {
        await using var site = await TestSite.OpenAsync();
        await site.AddOperatorAsync("Ada", Roles.Admin);
        var screen = await browser.OpenAsync(site);
        await screen.GotoAsync("/");
        await Assertions.Expect(screen.Locator("#screen")).ToHaveAttributeAsync("data-contact", "");
        var page = await browser.OpenAsAsync(site, "Ada");
        await page.GotoAsync("/admin/settings");
        await page.GetByLabel("Whom to ask").FillAsync("Reception, 100");
        await page.GetByLabel("Language", new() { Exact = true }).SelectOptionAsync("de");
        await page.GetByLabel("High contrast").CheckAsync();
        await page.GetByLabel("Idle time").FillAsync("01:00:00");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Saved.");
        await Assertions.Expect(page.Locator("#restart")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".setting", new() { HasText = "from the next start on" })).ToHaveCountAsync(1);
        await Assertions.Expect(page.GetByText("changed", new() { Exact = true })).ToHaveCountAsync(4);
        await Browser.AssertAccessibleAsync(page, "settings");

        // The display that stands there was loaded before.
        await Assertions.Expect(screen.Locator("#screen")).ToHaveAttributeAsync("data-contact", "Reception, 100");
        await Assertions.Expect(screen.Locator("#screen")).ToHaveAttributeAsync("data-language", "de");
        await Assertions.Expect(screen.Locator("#screen")).ToHaveAttributeAsync("data-contrast", "more");
    }

    [Fact]
    public async Task What_cannot_be_saved_says_why_and_loses_nothing_that_was_typed()
    {
        await using var site = await TestSite.OpenAsync();
        await site.AddOperatorAsync("Ada", Roles.Admin);
        var page = await browser.OpenAsAsync(site, "Ada");
        await page.GotoAsync("/admin/settings");
        await page.GetByLabel("Whom to ask").FillAsync("Reception, 100");
        await page.GetByLabel("Sound").UncheckAsync();
        await page.GetByLabel("Reach").FillAsync("7");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Reach is 7; allowed: 0.35 to 1.");
        await Assertions.Expect(page.GetByLabel("Whom to ask")).ToHaveValueAsync("Reception, 100");
        await Assertions.Expect(page.GetByLabel("Sound")).Not.ToBeCheckedAsync();
        Assert.Equal("", site.Kiosk.Options.Web.Screen.Contact);

        await page.GetByLabel("Reach").FillAsync("0.6");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Saved.");
        Assert.Equal(("Reception, 100", false, 0.6), (site.Kiosk.Options.Web.Screen.Contact, site.Kiosk.Options.Web.Screen.Sound, site.Kiosk.Options.Web.Screen.Reach));
    }
}
