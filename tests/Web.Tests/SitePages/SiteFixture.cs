using AccessKiosk.Web.Security;

namespace AccessKiosk.Web.Tests.SitePages;

/// <summary>One kiosk for the tests of a class: two groups, an admin.</summary>
public sealed class SiteFixture : IAsyncLifetime
{
    internal TestSite Site { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Site = await TestSite.OpenAsync();
        await Site.AddOperatorAsync("Ada", Roles.Admin);
        await Site.Kiosk.Population.Store.Groups.AddAsync("Staff", "test");
        await Site.Kiosk.Population.Store.Groups.AddAsync("Cleaning", "test");
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
