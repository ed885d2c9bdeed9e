using System.Collections.Concurrent;
using System.Globalization;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit.Sdk;

[assembly: AssemblyFixture(typeof(Browser))]

namespace AccessKiosk.Web.Tests.Support;

/// <summary>Debian's Chromium without a window (its headless shell takes a third less time), one for all tests; every test has contexts of its own, which are closed when it ends.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Executable = "/usr/bin/chromium-headless-shell";
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    // The one rule of WCAG 2.2 that axe leaves off unless it is asked for.
    private static readonly AxeRunOptions AllRules = new() { Rules = new() { ["target-size"] = new() { Enabled = true } } };

    // Dark and high contrast differ in colours alone: by the other rules axe would find there what it found in light.
    private static readonly AxeRunOptions ColourRules = new() { RunOnly = new() { Type = "rule", Values = ["color-contrast", "link-in-text-block"] } };

    // Pictures take a fifth of these tests' time and are looked at only now and then.
    private static readonly bool TakesPictures = Environment.GetEnvironmentVariable("KIOSK_SCREENSHOTS") is "1";

    private static readonly ConcurrentDictionary<string, ConcurrentBag<IBrowserContext>> Opened = new();
    private static readonly Lock Gate = new();
    private static Task _closing = Task.CompletedTask;

    private IPlaywright? _playwright;
    private IBrowser? _chromium;

    /// <summary>Where screenshots go, to be looked at.</summary>
    private static string Screenshots { get; } = Path.Combine(Recordings.Artifacts, "screenshots");

    /// <summary>Opens a page.</summary>
    /// <param name="site">The kiosk.</param>
    /// <param name="width">Width in CSS pixels.</param>
    /// <param name="height">Height in CSS pixels.</param>
    /// <param name="on">A browser of the test's own; default: the one for all.</param>
    internal async Task<IPage> OpenAsync(TestSite site, int width = 1280, int height = 720, IBrowser? on = null)
    {
        await Volatile.Read(ref _closing);
        var context = await (on ?? _chromium!).NewContextAsync(new() { BaseURL = site.Address, ViewportSize = new() { Width = width, Height = height } });
        if (TestContext.Current.Test is { } test)
            Opened.GetOrAdd(test.UniqueID, _ => []).Add(context);
        var page = await context.NewPageAsync();
        // What a page's own console complains of is a fault of the page.
        page.PageError += (_, error) => Assert.Fail(error);
        return page;
    }

    /// <summary>Opens the first page of an operator who has signed in: once only, since the kiosk slows down whoever does so all the time.</summary>
    internal async Task<IPage> OpenAsAsync(TestSite site, string name, int width = 1280, int height = 720, IBrowser? on = null)
    {
        var page = await OpenAsync(site, width, height, on);
        if (site.Sessions.TryGetValue(name, out var cookies))
            await page.Context.AddCookiesAsync(cookies);
        await page.GotoAsync("/home");
        if (!page.Url.Contains("/sign-in", StringComparison.Ordinal))
            return page;
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Password").FillAsync(TestSite.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        // A busy machine may have loaded the page before it is waited for.
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal), new() { WaitUntil = WaitUntilState.Commit });
        site.Sessions[name] = [.. (await page.Context.CookiesAsync()).Select(cookie => new Cookie
        {
            Name = cookie.Name, Value = cookie.Value, Domain = cookie.Domain, Path = cookie.Path, HttpOnly = cookie.HttpOnly, SameSite = cookie.SameSite,
        })];
        return page;
    }

    /// <summary>Starts another browser, for instance one with a camera.</summary>
    internal Task<IBrowser> LaunchAsync(params IEnumerable<string> arguments) => _playwright!.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = [.. Arguments, .. arguments] });

    /// <summary>Begins to close what a test left open, since a page goes on asking its kiosk; the next one opens when that is done.</summary>
    internal static void Leave(ITest test)
    {
        if (!Opened.TryRemove(test.UniqueID, out var contexts))
            return;
        lock (Gate)
            _closing = Task.WhenAll(_closing, Task.Run(() => Task.WhenAll(contexts.Select(context => context.CloseAsync()))));
    }

    /// <summary>Takes a picture of a page for people to look at, where they are asked for (<c>KIOSK_SCREENSHOTS=1</c>).</summary>
    internal static Task ShootAsync(IPage page, string name, bool whole = false) => !TakesPictures ? Task.CompletedTask
        : page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, $"{name}.png"), FullPage = whole });

    /// <summary>Holds a page to WCAG 2.2 AA in light, and its colours to it in dark and high contrast.</summary>
    internal static async Task AssertAccessibleAsync(IPage page, string name)
    {
        foreach (var (mode, scheme, contrast) in new[] { ("light", ColorScheme.Light, Contrast.NoPreference), ("dark", ColorScheme.Dark, Contrast.NoPreference), ("contrast", ColorScheme.Light, Contrast.More) })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, Contrast = contrast, ReducedMotion = ReducedMotion.Reduce });
            await ShootAsync(page, $"{name}-{mode}", whole: true);
            var result = await page.RunAxe(mode is "light" ? AllRules : ColourRules);
            // Rules that are not run find nothing.
            Assert.Contains(result.Passes.Concat(result.Incomplete).Concat(result.Violations), rule => rule.Id is "color-contrast");
            var found = result.Violations.SelectMany(v => v.Nodes.Select(node => string.Create(CultureInfo.InvariantCulture, $"{name}, {mode}: {v.Id}: {v.Help}: {node.Html}")));
            Assert.Empty(found);
        }
    }

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists(Executable), "Chromium's headless shell is not installed.");
        _playwright = await Playwright.CreateAsync();
        _chromium = await LaunchAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Volatile.Read(ref _closing);
        if (_chromium is not null)
            await _chromium.DisposeAsync();
        _playwright?.Dispose();
    }
}
