using AccessKiosk.Web.Security;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AccessKiosk.Web.Tests.Screen;

/// <summary>A display on another machine in a real browser, from the code to the end.</summary>
[Trait("Speed", "slow")]
public sealed class PairingTests(Browser browser)
{
    private static readonly LocatorAssertionsToBeVisibleOptions Soon = new() { Timeout = 30_000 };

    [Fact]
    public async Task A_display_shows_a_code_then_the_door_and_goes_dark_when_it_is_revoked()
    {
        await using var site = await TestSite.OpenAsync(change: options => options.Web.ScreenFromAnywhere = true);
        using var elsewhere = new Elsewhere(site);
        await site.AddOperatorAsync("Rita", Roles.Admin);
        var display = await browser.OpenAsync(site);
        await display.GotoAsync($"{elsewhere.Address}/screen/main");
        await Expect(display.GetByRole(AriaRole.Heading, new() { Name = "Pair this display" })).ToBeVisibleAsync();
        await Browser.AssertAccessibleAsync(display, "display-pairing");
        var code = await display.Locator(".code").InnerTextAsync();

        var staff = await browser.OpenAsAsync(site, "Rita");
        await staff.GotoAsync("/admin/displays");
        await staff.GetByLabel("Code that the display shows").FillAsync(code);
        await staff.GetByLabel("Where is it?").FillAsync("lobby");
        await staff.GetByRole(AriaRole.Button, new() { Name = "Pair", Exact = true }).ClickAsync();
        await Expect(staff.GetByText("Paired: the display shows the screen")).ToBeVisibleAsync();
        await Expect(display.Locator("#screen")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        // The man of the recording stands before the camera: his picture comes over the socket.
        await site.PlayAsync();
        await Expect(display.Locator("#screen[data-phase=watch], #screen[data-phase=challenge]")).ToBeVisibleAsync(Soon);
        Assert.Equal(1, site.Kiosk.Lanes[0].View.Watchers);
        await Browser.AssertAccessibleAsync(staff, "displays");

        await staff.GetByRole(AriaRole.Link, new() { Name = "Revoke" }).ClickAsync();
        await staff.GetByRole(AriaRole.Button, new() { Name = "Revoke Display lobby" }).ClickAsync();

        // The open socket ends, and the page shows a code again.
        await Expect(display.GetByRole(AriaRole.Heading, new() { Name = "Pair this display" })).ToBeVisibleAsync(Soon);
        Assert.NotEqual(code, await display.Locator(".code").InnerTextAsync());
        await display.Context.CloseAsync();
        await staff.Context.CloseAsync();
    }
}
