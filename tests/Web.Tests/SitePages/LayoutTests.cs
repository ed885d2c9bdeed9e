using AccessKiosk.Vision.Imaging;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AccessKiosk.Web.Tests.SitePages;

/// <summary>What stands around every page: the menu, the look, and what a computer needs to keep the pages as a program.</summary>
public sealed class LayoutTests(Browser browser, SiteFixture fixture) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task On_a_phone_the_menu_is_a_sheet_that_opens_closes_and_leads_on()
    {
        var page = await browser.OpenAsAsync(fixture.Site, "Ada", 390, 844);
        await page.GotoAsync("/admin/people");
        var (menu, people, events) = (page.GetByRole(AriaRole.Button, new() { Name = "Menu" }), Entry(page, "People"), Entry(page, "Events"));
        await Expect(people).ToBeHiddenAsync();
        await menu.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(people).ToBeVisibleAsync();
        await Browser.AssertAccessibleAsync(page, "menu-390");
        await page.Keyboard.PressAsync("Escape");
        await Expect(people).ToBeHiddenAsync();
        await Expect(menu).ToBeFocusedAsync();
        await menu.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(people).ToBeHiddenAsync();
        await menu.ClickAsync();
        await events.ClickAsync();
        await page.WaitForURLAsync("**/review/events");
        await Expect(events).ToBeHiddenAsync();
    }

    [Fact]
    public async Task On_a_wide_window_the_menu_is_always_there()
    {
        var page = await browser.OpenAsAsync(fixture.Site, "Ada");
        await page.GotoAsync("/admin/people");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Menu" })).ToBeHiddenAsync();
        await Expect(Entry(page, "People")).ToHaveAttributeAsync("aria-current", "page");
        await Entry(page, "Groups").ClickAsync();
        await page.WaitForURLAsync("**/admin/groups");
    }

    [Fact]
    public async Task A_look_that_was_chosen_stays_on_every_page_whatever_the_computer_prefers()
    {
        var page = await browser.OpenAsAsync(fixture.Site, "Ada");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        var light = await PaperAsync(page);
        await ChooseAsync(page, "Dark");
        await page.GotoAsync("/admin/people");
        Assert.NotEqual(light, await PaperAsync(page));
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await ChooseAsync(page, "Light");
        Assert.Equal(light, await PaperAsync(page));
        await ChooseAsync(page, "As the computer is set");
        Assert.NotEqual(light, await PaperAsync(page));
    }

    [Fact]
    public async Task The_pages_can_be_installed_as_a_program()
    {
        var page = await browser.OpenAsAsync(fixture.Site, "Ada");
        var address = await page.GetAttributeAsync("link[rel=manifest]", "href");
        var answer = await page.APIRequest.GetAsync(address!);
        Assert.Equal("application/manifest+json", answer.Headers["content-type"]);
        var manifest = (await answer.JsonAsync())!.Value;
        Assert.Equal(200, (await page.GotoAsync(manifest.GetProperty("start_url").GetString()!))!.Status);
        var sides = new List<int>();
        foreach (var icon in manifest.GetProperty("icons").EnumerateArray())
        {
            var picture = await page.APIRequest.GetAsync(icon.GetProperty("src").GetString()!);
            Assert.Equal(icon.GetProperty("type").GetString(), picture.Headers["content-type"]);
            if (icon.GetProperty("sizes").GetString() is not "any" and var size)
            {
                using var image = ImageFile.Decode(await picture.BodyAsync());
                Assert.Equal(size, $"{image.Width}x{image.Height}");
                sides.Add(image.Width);
            }
        }

        // What Chromium asks for before it offers to install.
        Assert.Contains(192, sides);
        Assert.Contains(512, sides);
        Assert.Equal(200, (await page.APIRequest.GetAsync((await page.GetAttributeAsync("link[rel=apple-touch-icon]", "href"))!)).Status);
    }

    private static ILocator Entry(IPage page, string name) =>
        page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" }).GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    private static Task<string> PaperAsync(IPage page) => page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");

    private static async Task ChooseAsync(IPage page, string look)
    {
        await page.GotoAsync("/account");
        await page.GetByLabel("Look").SelectOptionAsync(look);
        await page.GetByRole(AriaRole.Button, new() { Name = "Use it" }).ClickAsync();
        await Expect(page.GetByText("This computer keeps what you chose.")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Look")).ToHaveValueAsync(look is "As the computer is set" ? "" : look.ToLowerInvariant());
    }
}
