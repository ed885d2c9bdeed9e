using System.Collections.Concurrent;
using AccessKiosk.Kiosk.Web.Security;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.People;

/// <summary>One kiosk without a camera loop for a class of tests, with an operator of each role, named after it.</summary>
public sealed class PeopleSite : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<BrowserContextCookiesResult>> _sessions = [];

    /// <summary>The kiosk.</summary>
    internal Site Site { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Site = await Site.OpenAsync();
        foreach (var role in Roles.All)
            await Site.AddOperatorAsync(role, role);
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();

    /// <summary>Opens a page as the operator of a role, who signs in once only: the kiosk slows down whoever does so all the time.</summary>
    internal async Task<IPage> OpenAsAsync(Browser browser, string role, int width = 1280, int height = 720)
    {
        if (!_sessions.TryGetValue(role, out var cookies))
        {
            var first = await browser.OpenAsAsync(Site, role, width, height);
            _sessions[role] = await first.Context.CookiesAsync();
            return first;
        }

        var page = await browser.OpenAsync(Site, width, height);
        await page.Context.AddCookiesAsync(cookies.Select(cookie => new Cookie
        {
            Name = cookie.Name, Value = cookie.Value, Domain = cookie.Domain, Path = cookie.Path, HttpOnly = cookie.HttpOnly, SameSite = cookie.SameSite,
        }));
        return page;
    }
}
