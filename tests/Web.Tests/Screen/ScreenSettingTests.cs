using AccessKiosk.Access.Lanes;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Web.Security;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.Screen;

/// <summary>Settings of the screen and of the consent text, as the pages of a kiosk with them show it.</summary>
public sealed class ScreenSettingTests(Browser browser)
{
    // Tones are counted where the page starts them: a headless browser plays to nobody.
    private const string Tones = """
        window.tones = 0;
        const start = OscillatorNode.prototype.start;
        OscillatorNode.prototype.start = function (...at) { window.tones++; return start.apply(this, at); };
        """;

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 0)]
    public async Task A_result_is_heard_where_the_setting_says_so(bool sound, int tones)
    {
        await using var site = await TestSite.OpenAsync(change: options => options.Web.Screen.Sound = sound);
        var page = await ScreenFeed.OpenAsync(browser, site, 1280, 720, Tones);
        await page.ClickAsync("#say");
        await page.WaitForTimeoutAsync(200);
        await ScreenFeed.FeedAsync(page, ScreenFeed.Of(ScreenResult.Granted));
        await Assertions.Expect(page.Locator("#screen")).ToHaveAttributeAsync("data-phase", "granted");
        Assert.Equal(tones, await page.EvaluateAsync<int>("tones"));
    }

    [Theory]
    [InlineData(true, "rgb(0, 0, 0)")]
    [InlineData(false, "rgb(16, 24, 28)")]
    public async Task High_contrast_is_black_on_white_where_the_setting_says_so(bool high, string ink)
    {
        await using var site = await TestSite.OpenAsync(change: options => options.Web.Screen.HighContrast = high);
        var page = await ScreenFeed.OpenAsync(browser, site, 1280, 720, script: "");
        await ScreenFeed.FeedAsync(page, ScreenFeed.Of(moment => moment with { Advice = Advice.ComeCloser }));
        await Assertions.Expect(page.Locator("#screen")).ToHaveCSSAsync("color", ink);
    }

    [Fact]
    public async Task The_consent_text_is_the_one_that_the_setting_names_with_its_version()
    {
        using var folder = new TemporaryFolder();
        var text = folder.File("consent.txt", "We take pictures.\n\nYou may say no."u8);
        await using var site = await TestSite.OpenAsync(change: options => (options.Consent.TextFile, options.Consent.Version) = (text, "works council 7"));
        await site.AddOperatorAsync("Edda", Roles.Enroller);
        var page = await browser.OpenAsAsync(site, "Edda");
        await page.GotoAsync("/admin/enrol");
        await Assertions.Expect(page.GetByText("We take pictures.", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("You may say no.", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("works council 7");
    }
}
