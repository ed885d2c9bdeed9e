using AccessKiosk.Access.Lanes;
using AccessKiosk.Recognition.Decisions;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.Screen;

/// <summary>What the page has the browser speak. Headless browsers have no voices: these record the calls.</summary>
public sealed class ScreenSpeechTests(Browser browser, ScreenFeed feed) : IClassFixture<ScreenFeed>
{
    private const string Voices = """
        window.spoken = [];
        window.voices = ['en-GB', 'de-DE', 'es-ES', 'fr-FR', 'it-IT', 'ar-SA'].map(lang => ({ lang, localService: true, name: lang }));
        window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
        Object.defineProperty(window, 'speechSynthesis', { value: {
          getVoices: () => window.voices,
          cancel() {},
          speak(utterance) { window.spoken.push(`${utterance.voice.lang}: ${utterance.text}`); },
        } });
        """;

    [Fact]
    public async Task What_is_read_is_spoken_once_in_the_language_that_was_tapped()
    {
        var page = await feed.OpenAsync(browser, 1280, 800, Voices);
        foreach (var language in ScreenLanguages.All.Keys)
        {
            await page.Locator($"#languages [data-code='{language}']").ClickAsync();
            await page.EvaluateAsync("spoken.length = 0");
            await ScreenFeed.FeedAsync(page, ScreenFeed.Of(ScreenResult.NoMatch));
            await ScreenFeed.FeedAsync(page, ScreenFeed.Of(ScreenResult.NoMatch));
            var words = $"{await page.InnerTextAsync("#line")}. {await page.InnerTextAsync("#more")}".Replace("\u2068", "", StringComparison.Ordinal).Replace("\u2069", "", StringComparison.Ordinal);
            var spoken = Assert.Single(await SpokenAsync(page));
            Assert.StartsWith($"{language}-", spoken, StringComparison.Ordinal);
            Assert.Equal(words, spoken[7..]);
            // Advice is spoken once it has stayed for a moment; how far it is does not repeat it.
            await ScreenFeed.FeedAsync(page, ScreenFeed.Of(m => m with { Advice = Advice.ComeCloser }));
            await ScreenFeed.FeedAsync(page, ScreenFeed.Of(m => m with { Advice = Advice.ComeCloser, Progress = new(0.9f) }));
            await page.WaitForFunctionAsync("() => spoken.length > 1");
            Assert.EndsWith($": {await page.InnerTextAsync("#line")}", (await SpokenAsync(page))[1], StringComparison.Ordinal);
        }

        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_name_is_spoken_only_where_it_may_be_read_and_a_digit_never()
    {
        var page = await feed.OpenAsync(browser, 1280, 800, Voices);
        await ScreenFeed.FeedAsync(page, ScreenFeed.Of(ScreenResult.Granted, new() { Name = ScreenName.None }));
        await ScreenFeed.FeedAsync(page, ScreenFeed.Of(ScreenResult.Granted));
        Assert.Equal(["en-GB: Welcome", "en-GB: Welcome. Augusta Wolfeschlegelsteinhausen"], await SpokenAsync(page));
        await ScreenFeed.FeedAsync(page, ScreenFeed.Of(ScreenResult.AskPin));
        await page.Keyboard.TypeAsync("8305");
        await Assertions.Expect(page.Locator("#digits")).ToHaveTextAsync("●●●●");
        Assert.Equal("en-GB: Enter your PIN", (await SpokenAsync(page))[2..] is [var only] ? only : "nothing, or more");
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("voices = []")]
    [InlineData("voices = [{ lang: 'xx', localService: true }]")]
    [InlineData("voices.forEach(voice => voice.localService = false)")]
    [InlineData("document.getElementById('screen').dataset.speech = 'off'")]
    public async Task Where_no_voice_of_the_display_speaks_the_language_the_screen_is_shown_all_the_same(string change)
    {
        var page = await feed.OpenAsync(browser, 1280, 800, $"{Voices} document.addEventListener('readystatechange', () => {{ {change} }}, {{ once: true }});");
        await ScreenFeed.FeedAsync(page, ScreenFeed.Of(ScreenResult.Denied));
        await Assertions.Expect(page.Locator("#screen")).ToHaveAttributeAsync("data-phase", "denied");
        Assert.Empty(await SpokenAsync(page));
        await page.Context.CloseAsync();
    }

    private static Task<string[]> SpokenAsync(IPage page) => page.EvaluateAsync<string[]>("spoken");
}
