using AccessKiosk.Web.Security;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.People;

/// <summary>One kiosk without a camera loop for a class of tests, with an operator of each role, named after it.</summary>
public sealed class PeopleSite : IAsyncLifetime
{
    /// <summary>The kiosk.</summary>
    internal TestSite Site { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Site = await TestSite.OpenAsync();
        foreach (var role in Roles.All)
            await Site.AddOperatorAsync(role, role);
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();

    /// <summary>Opens the first page of the operator of a role.</summary>
    internal Task<IPage> OpenAsAsync(Browser browser, string role, int width = 1280, int height = 720) => browser.OpenAsAsync(Site, role, width, height);
}
