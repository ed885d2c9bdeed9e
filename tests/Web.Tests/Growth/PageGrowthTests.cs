using AccessKiosk.Storage.Events;
using AccessKiosk.Web.Security;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.Growth;

/// <summary>
/// An hour of a page that is left open, in a minute or two: the kiosk's clock and the page's run fast, and everything that
/// happens in an hour goes through the real sockets, streams and requests. Figures are taken after a first part of it, when
/// caches are full, and again at the end.
/// </summary>
[Trait("Speed", "slow")]
public sealed class PageGrowthTests(Browser browser) : IAsyncLifetime
{
    private const int Speed = 60;
    private const int WarmUp = 300;
    private const int Hour = 3600;

    // About 3 an hour a picture: those of a few busy minutes, at a display's pace.
    private const int Pictures = 3_000;
    private const int Changes = 500;

    private TestSite _site = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // An operator who does nothing for half an hour is signed out, and the page with him.
        _site = await TestSite.OpenAsync(change: options => options.Web.IdleTime = TimeSpan.FromHours(12), time: new FastTime(Speed));
        await _site.AddOperatorAsync("Ada", Roles.Admin);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task The_screen_does_not_grow_in_an_hour_of_visitors()
    {
        var page = await browser.OpenAsync(_site);
        await page.AddInitScriptAsync("""
            window.drawn = 0;
            const draw = CanvasRenderingContext2D.prototype.drawImage;
            CanvasRenderingContext2D.prototype.drawImage = function (...rest) { window.drawn += 1; return draw.apply(this, rest); };
            """);
        await page.Clock.InstallAsync();
        await page.GotoAsync("/");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var visitors = Task.Run(() => Visitors.ComeAsync(_site.Kiosk, stop.Token), CancellationToken.None);

        await PassAsync(page, WarmUp);
        var before = await PageFigures.TakeAsync(page);
        var drawn = await page.EvaluateAsync<int>("window.drawn");
        await PassAsync(page, Hour);
        while (await page.EvaluateAsync<int>("window.drawn") - drawn < Pictures)
            await PassAsync(page, Visitors.Seconds);
        var after = await PageFigures.TakeAsync(page);

        await stop.CancelAsync();
        await visitors;
        before.AssertNotGrown(after, $"screen, {await page.EvaluateAsync<int>("window.drawn") - drawn} pictures");
    }

    [Fact]
    public async Task The_list_of_alerts_does_not_grow_with_what_it_is_told()
    {
        var store = _site.Kiosk.Population.Store;
        var alert = await store.Alerts.AddAsync(new() { At = TimeProvider.System.GetUtcNow(), Door = "main", Reason = ReasonCode.PresentationAttack, Score = 0.1 }, Cancellation);
        var page = await browser.OpenAsAsync(_site, "Ada");
        await page.Clock.InstallAsync();
        await page.GotoAsync("/review");
        await Assertions.Expect(page.Locator("html[data-live-state=on]")).ToHaveCountAsync(1);

        var looks = Looks(page, "/review");

        async Task JudgeAsync(int times)
        {
            for (var i = 0; i < times; i++)
            {
                var seen = looks();
                await store.Alerts.ReviewAsync(alert.Id, new(i % 2 == 0 ? "attack" : "unclear", $"{i}", false), "Ada", Cancellation);
                // The page pauses after each look.
                while (looks() == seen)
                    await PassAsync(page, 1);
            }
        }

        await JudgeAsync(Changes / 5);
        var before = await PageFigures.TakeAsync(page);
        await JudgeAsync(Changes);
        var after = await PageFigures.TakeAsync(page);

        before.AssertNotGrown(after, $"alerts, {Changes} changes");
    }

    [Fact]
    public async Task The_health_page_does_not_grow_in_an_hour_of_looks()
    {
        const int EverySeconds = 2;
        var page = await browser.OpenAsAsync(_site, "Ada");
        await page.Clock.InstallAsync();
        await page.GotoAsync("/admin/health");

        var looks = Looks(page, "/admin/health/now");

        async Task LookAsync(int seconds)
        {
            for (var passed = 0; passed < seconds; passed += EverySeconds)
            {
                var seen = looks();
                while (looks() == seen)
                    await PassAsync(page, EverySeconds);
            }
        }

        await LookAsync(WarmUp);
        var before = await PageFigures.TakeAsync(page);
        await LookAsync(Hour);
        var after = await PageFigures.TakeAsync(page);

        before.AssertNotGrown(after, "health");
    }

    // Answers so far to what the page asks of an address.
    private static Func<int> Looks(IPage page, string address)
    {
        var looks = 0;
        page.Response += (_, answer) => looks += new Uri(answer.Url).AbsolutePath == address ? 1 : 0;
        return () => looks;
    }

    // The page's own clock, second by second, so that its timers fire between what the kiosk sends.
    private static async Task PassAsync(IPage page, int seconds)
    {
        Assert.DoesNotContain("/sign-in", page.Url, StringComparison.Ordinal);
        for (var second = 0; second < seconds; second++)
            await page.Clock.RunForAsync(1000);
    }
}
