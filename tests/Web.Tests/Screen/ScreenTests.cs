using AccessKiosk.Storage.Events;
using AccessKiosk.Access.Events;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using AccessKiosk.Access.Lanes;
using AccessKiosk.Access.Pins;
using AccessKiosk.Liveness.Challenge;
using AccessKiosk.Recognition.Decisions;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.Screen;

/// <summary>The screen in a real browser, on a whole kiosk.</summary>
public sealed partial class ScreenTests(Browser browser, ScreenSite screen) : IClassFixture<ScreenSite>, IAsyncDisposable
{
    private readonly List<IPage> _pages = [];

    private static readonly LocatorAssertionsToHaveAttributeOptions Soon = new() { Timeout = 30_000 };
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        screen.Stop();
        foreach (var page in _pages)
            await page.Context.CloseAsync();
        while (screen.Site.Kiosk.Lanes[0].View.Watchers > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
    }

    [Fact]
    public async Task The_enrolled_man_is_greeted_by_name_and_a_stranger_hears_nothing_but_no()
    {
        screen.AskForPins(always: false);
        var page = await OpenAsync();
        await RecordRingAsync(page);
        var playing = Task.Run(() => screen.Play(Recordings.ManAnotherDay, "man", TimeSpan.FromSeconds(6)), Cancellation);
        await PhaseAsync(page, "granted");
        await Expect(page, "#line").ToHaveTextAsync("Welcome");
        await Expect(page, "#name").ToHaveTextAsync("Audun Berg");
        // The ring filled with what was seen of him.
        var ring = await page.EvaluateAsync<double[]>("rings");
        Assert.Equal(ring.Order(), ring);
        Assert.InRange(ring.Length, 4, 21);
        await Browser.ShootAsync(page, "screen-granted");
        await playing;

        screen.Site.Kiosk.Lanes[0].View.Tell(ScreenResult.None, null);
        playing = Task.Run(() => screen.Play(Recordings.Stranger, "stranger", TimeSpan.FromSeconds(6)), Cancellation);
        await PhaseAsync(page, "denied");
        await Expect(page, "#line").ToHaveTextAsync("Not recognised");
        await Expect(page, "#more").ToHaveTextAsync("Please ask: \u2068Reception, 555 0100\u2069");
        await Expect(page, "#name").ToBeHiddenAsync();
        Assert.DoesNotMatch(Telling(), await page.InnerTextAsync("main"));
        await Browser.ShootAsync(page, "screen-denied");
        await playing;
    }

    [Fact]
    public async Task The_PIN_is_the_second_factor_and_a_wrong_one_may_be_typed_again()
    {
        screen.AskForPins(always: true);
        var page = await OpenAsync();
        screen.Show(Advice.Hold);
        await PhaseAsync(page, "watch");
        Assert.False(screen.Decide().Open);
        await PhaseAsync(page, "pin");
        await Expect(page, "#pad-line").ToHaveTextAsync("Enter your PIN");
        await TypeAsync(page, "8306");
        await Expect(page, "#digits").ToHaveTextAsync("●●●●");
        await Browser.ShootAsync(page, "screen-pin");
        await page.Locator("#pad-ok").ClickAsync();
        await Expect(page, "#pad-line").ToHaveTextAsync("That did not match. Try again.");
        await TypeAsync(page, ScreenSite.Pin);
        await page.Locator("#pad-ok").ClickAsync();
        await PhaseAsync(page, "granted");
        await Expect(page, "#name").ToHaveTextAsync("Audun Berg");
        await Expect(page, "#pad").ToBeHiddenAsync();
        var granted = await EventAsync("access.granted");
        Assert.Equal((screen.Man.Id, "face and PIN"), (granted.Person, EventFormatter.Why(granted)));
    }

    [Fact]
    public async Task Somebody_without_a_face_enters_by_staff_number_and_PIN_on_the_keyboard_and_duress_shows_nothing()
    {
        screen.AskForPins(always: false);
        var store = screen.Site.Kiosk.Population.Store;
        await PinStore.SetAsync(store, screen.Declined.Id, "9052", isDuress: true, "test", Cancellation);
        var page = await OpenAsync();
        screen.Show(Advice.None, hasFace: false);
        await PhaseAsync(page, "idle");
        await BadgeAsync(page, ScreenSite.Number, "9052");
        await PhaseAsync(page, "granted");
        await Expect(page, "#name").ToHaveTextAsync("Grace Hopper");
        Assert.DoesNotContain("uress", await page.InnerTextAsync("main"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(screen.Declined.Id, (await EventAsync("alarm.duress")).Person);

        await PhaseAsync(page, "idle");
        await BadgeAsync(page, "9999", ScreenSite.Pin);
        await PhaseAsync(page, "denied");
        Assert.Null((await EventAsync("access.denied")).Person);
    }

    [Theory]
    [InlineData(800, 480)]
    [InlineData(1280, 800)]
    [InlineData(1920, 1080)]
    [InlineData(1080, 1920)]
    public async Task Every_state_fits_the_screen(int width, int height)
    {
        screen.AskForPins(always: true);
        var page = await OpenAsync(width, height);
        screen.Show(Advice.MoreLight);
        await PhaseAsync(page, "watch");
        var places = await PlacesAsync(page);
        foreach (var (name, show) in States())
        {
            show();
            await PhaseAsync(page, name);
            Assert.Equal((name, places), (name, await PlacesAsync(page)));
            if (name is "watch" or "challenge")
                await page.WaitForFunctionAsync(IsLit);
            await FitsAsync(page, $"{name} at {width}x{height}");
            await Browser.ShootAsync(page, $"screen-{width}x{height}-{name}");
        }
    }

    [Fact]
    public async Task Nobody_is_excluded_in_light_dark_and_high_contrast()
    {
        screen.AskForPins(always: true);
        var page = await OpenAsync();
        screen.Show(Advice.Hold);
        await PhaseAsync(page, "watch");
        foreach (var (name, show) in States())
        {
            show();
            await PhaseAsync(page, name);
            await Browser.AssertAccessibleAsync(page, $"screen-{name}");
        }
    }

    [Fact]
    public async Task Each_language_is_a_tap_away_and_goes_with_the_person()
    {
        screen.AskForPins(always: false);
        var page = await OpenAsync();
        screen.Show(Advice.ComeCloser);
        foreach (var (button, line) in new[] { ("Deutsch", "Bitte näher kommen"), ("Español", "Acérquese más"), ("Français", "Approchez-vous"), ("Italiano", "Si avvicini"), ("العربية", "اقترب أكثر") })
        {
            await page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
            await Expect(page, "#line").ToHaveTextAsync(line);
            await FitsAsync(page, button);
            await Browser.ShootAsync(page, $"screen-language-{await page.GetAttributeAsync("html", "lang")}");
        }

        await Expect(page, "html").ToHaveAttributeAsync("dir", "rtl");
        screen.Show(Advice.None, hasFace: false);
        await PhaseAsync(page, "idle");
        await Expect(page, "html").ToHaveAttributeAsync("lang", "en", Soon);
        await Expect(page, "html").ToHaveAttributeAsync("dir", "ltr");
    }

    [Fact]
    public async Task Who_is_enrolled_is_told_at_the_door_how_to_hold_the_head_with_a_drawing_and_how_far_it_is()
    {
        var page = await OpenAsync(800, 480);
        screen.ShowLent(new("enrol.left", "enrol.further", "left", 2, 5));
        await PhaseAsync(page, "enrolling");
        foreach (var (button, line, more) in new[]
        {
            ("English", "Turn your head slightly left", "A little further"), ("Deutsch", "Kopf leicht nach links drehen", "Noch ein wenig weiter"),
            ("Español", "Gire un poco a la izquierda", "Un poco más"), ("Français", "Tête un peu vers la gauche", "Encore un peu"),
            ("Italiano", "Giri un po' la testa a sinistra", "Ancora un po'"), ("العربية", "أدر رأسك قليلًا إلى اليسار", "أكثر قليلًا"),
        })
        {
            await page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
            await Expect(page, "#line").ToHaveTextAsync(line);
            await Expect(page, "#more").ToHaveTextAsync(more);
            await Expect(page, ".pose[data-pose='left']").ToBeVisibleAsync();
            await Expect(page, ".pose[data-pose='right']").ToBeHiddenAsync();
            await Expect(page, "#dots").ToHaveTextAsync("●●○○○");
            await FitsAsync(page, $"enrolling, {button}");
            await Browser.ShootAsync(page, $"screen-enrolling-{await page.GetAttributeAsync("html", "lang")}");
        }

        await page.SetViewportSizeAsync(1080, 1920);
        await Browser.ShootAsync(page, "screen-enrolling-tall");
        await Browser.AssertAccessibleAsync(page, "screen-enrolling-pose");
        screen.ShowLent(new("idle", null, null, 1, 5));
        await Expect(page, ".pose[data-pose='left']").ToBeHiddenAsync();
        await Expect(page, "#icon").ToBeVisibleAsync();
    }

    [Fact]
    public async Task With_nobody_there_the_picture_is_hidden_and_not_even_sent()
    {
        screen.AskForPins(always: false);
        var page = await OpenAsync();
        screen.Show(Advice.Hold);
        await PhaseAsync(page, "watch");
        await Expect(page, "#picture").ToHaveAttributeAsync("width", "400");
        Assert.Equal(1, screen.Site.Kiosk.Lanes[0].View.Watchers);
        Assert.NotEqual(0, await LitAsync(page));
        screen.Show(Advice.None, hasFace: false);
        await PhaseAsync(page, "idle");
        await Expect(page, "#picture").ToBeHiddenAsync();
        Assert.Equal(0, screen.Site.Kiosk.Lanes[0].View.Watchers);
        Assert.Equal(0, await LitAsync(page));
        screen.Show(Advice.Hold);
        await PhaseAsync(page, "watch");
    }

    [Fact]
    public async Task A_screen_that_loses_the_kiosk_says_so_and_finds_it_again_by_itself()
    {
        screen.AskForPins(always: false);
        var page = await OpenAsync();
        screen.Show(Advice.Hold);
        await PhaseAsync(page, "watch");
        await page.Context.SetOfflineAsync(true);
        await PhaseAsync(page, "offline");
        await Expect(page, "#more").ToHaveTextAsync("Please call \u2068Reception, 555 0100\u2069");
        await Browser.ShootAsync(page, "screen-offline");
        await page.Context.SetOfflineAsync(false);
        await PhaseAsync(page, "watch");
    }

    [Fact]
    public async Task Another_sites_page_may_neither_watch_nor_type_and_guessing_is_slowed_down()
    {
        await using var site = await TestSite.OpenAsync();
        using var client = new HttpClient { BaseAddress = new(site.Address) };
        using var foreign = new HttpRequestMessage(HttpMethod.Post, "/screen/main/pin") { Content = JsonContent.Create(new { pin = "8305" }) };
        foreign.Headers.Add("Origin", "https://elsewhere.example");
        Assert.Equal(HttpStatusCode.Forbidden, (await client.SendAsync(foreign, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsJsonAsync("/screen/main/pin", new { pin = "12a4" }, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsJsonAsync("/screen/main/badge", new { pin = new string('1', 99) }, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync("/screen/main/socket", Cancellation)).StatusCode);
        Assert.Equal("""{"result":"denied"}""", await (await client.PostAsJsonAsync("/screen/main/pin", new { pin = "8305" }, Cancellation)).Content.ReadAsStringAsync(Cancellation));
        var answers = new List<HttpStatusCode>();
        for (var attempt = 0; attempt < 20; attempt++)
            answers.Add((await client.PostAsJsonAsync("/screen/main/pin", new { pin = "8305" }, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
    }

    [Fact]
    public async Task A_browser_that_blocks_sound_shows_results_all_the_same_and_plays_none_of_them_later()
    {
        screen.AskForPins(always: false);
        var page = await browser.OpenAsync(screen.Site);
        _pages.Add(page);
        // What a display's browser does that was not told to allow sound.
        await page.AddInitScriptAsync("""
            window.tones = 0;
            window.AudioContext = class extends AudioContext {
              #touched = false;
              constructor() { super(); addEventListener('pointerdown', () => this.#touched = true, true); }
              get state() { return this.#touched ? super.state : 'suspended'; }
              resume() { return this.#touched ? super.resume() : new Promise(() => {}); }
              createOscillator() { window.tones += 1; return super.createOscillator(); }
            };
            """);
        await page.GotoAsync("/");
        screen.Tell(ScreenResult.Denied);
        await PhaseAsync(page, "denied");
        screen.Tell(ScreenResult.Granted);
        await PhaseAsync(page, "granted");
        Assert.Equal(0, await page.EvaluateAsync<int>("window.tones"));

        await page.Mouse.ClickAsync(5, 5);
        while (await page.EvaluateAsync<int>("window.tones") < 2)
            await Task.Delay(50, Cancellation);
        screen.Stop();
    }

    private (string Name, Action Show)[] States() =>
    [
        ("idle", () => screen.Show(Advice.None, hasFace: false)),
        ("watch", () => screen.Show(Advice.Hold, progress: new(0.7f))),
        ("challenge", () => screen.Show(Advice.Challenge, new(ChallengeState.Act, ChallengeAction.TurnLeft, 1, 2), progress: new(0.6f, 0.5f))),
        ("enrolling", screen.ShowLent),
        ("granted", () => screen.Tell(ScreenResult.Granted)),
        ("denied", () => screen.Tell(ScreenResult.Denied)),
        ("pin", () =>
        {
            screen.Show(Advice.Done);
            screen.Decide();
        }),
        ("fault", () =>
        {
            screen.Stop();
            screen.Site.Kiosk.Lanes[0].View.Tell(ScreenResult.None, null);
            screen.Site.Kiosk.Lanes[0].View.Lose("no picture for 2 s");
        }),
    ];

    private async Task<IPage> OpenAsync(int width = 1280, int height = 720)
    {
        var page = await browser.OpenAsync(screen.Site, width, height);
        _pages.Add(page);
        // What was shown to an earlier test is over.
        screen.Site.Kiosk.Lanes[0].View.Tell(ScreenResult.None, null);
        await page.GotoAsync("/");
        return page;
    }

    private static Task<string> PlacesAsync(IPage page) => page.EvaluateAsync<string>(
        "() => ['view', 'picture', 'say', 'bar'].map(id => JSON.stringify(document.getElementById(id).getBoundingClientRect())).join()");

    private static async Task RecordRingAsync(IPage page) => await page.EvaluateAsync("""
        () => {
          window.rings = [];
          const ring = document.getElementById('ring');
          new MutationObserver(() => {
            const done = Number(ring.style.getPropertyValue('--done'));
            if (document.getElementById('screen').dataset.phase === 'watch' && done > 0 && done !== window.rings.at(-1))
              window.rings.push(done);
          }).observe(ring, { attributes: true });
        }
        """);

    // The middle of the picture: black when there is none.
    private const string IsLit = "() => { const c = document.getElementById('picture'); return c.getContext('2d').getImageData(c.width / 2, c.height / 2, 1, 1).data[1] > 0; }";

    private static Task<int> LitAsync(IPage page) => page.EvaluateAsync<int>(
        "() => { const c = document.getElementById('picture'); return c.getContext('2d').getImageData(c.width / 2, c.height / 2, 1, 1).data[1]; }");

    private static ILocatorAssertions Expect(IPage page, string selector) => Assertions.Expect(page.Locator(selector));

    private static Task PhaseAsync(IPage page, string phase) => Expect(page, "#screen").ToHaveAttributeAsync("data-phase", phase, Soon);

    private static async Task TypeAsync(IPage page, string digits)
    {
        foreach (var digit in digits)
            await page.GetByRole(AriaRole.Button, new() { Name = digit.ToString(), Exact = true }).ClickAsync();
    }

    private static async Task BadgeAsync(IPage page, string number, string pin)
    {
        await page.Locator("#pin-open").ClickAsync();
        await Expect(page, "#pad-line").ToHaveTextAsync("Enter your staff number");
        await page.Keyboard.TypeAsync(number);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page, "#pad-line").ToHaveTextAsync("Enter your PIN");
        await page.Keyboard.TypeAsync(pin);
        await page.Keyboard.PressAsync("Enter");
    }

    // The newest event of a code, once the store has it; what never comes fails instead of waiting for ever.
    private async Task<AccessEvent> EventAsync(string code)
    {
        var events = screen.Site.Kiosk.Population.Store.Events;
        while (true)
        {
            var more = events.Appended;
            if (await events.QueryAsync(new() { Kind = code, Limit = 1 }, Cancellation) is [var newest, ..])
                return newest;
            await more.WaitAsync(Patience, Cancellation);
        }
    }

    // Nothing is cut off: no text sticks out of its box or of the screen.
    private static async Task FitsAsync(IPage page, string what)
    {
        var outside = await page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('#screen :is(p, button, span)')].filter(e => {
              const box = e.getBoundingClientRect();
              return e.checkVisibility() && box.width > 2 && !e.closest('.visually-hidden') && (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || e.scrollWidth > e.clientWidth + 2 && e.tagName === 'BUTTON');
            }).map(e => `${e.id || e.className || e.tagName}: ${e.textContent}`)
            """);
        Assert.True(outside.Length == 0, $"{what}: {string.Join("; ", outside)}");
    }

    [GeneratedRegex(@"\d\.\d|score|unknown|known|Audun|Berg", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Telling();
}
