using AccessKiosk.Kiosk.Web.Security;

namespace AccessKiosk.Web.Tests.SitePages;

/// <summary>One kiosk for the tests of a class: two groups, an admin.</summary>
public sealed class SiteFixture : IAsyncLifetime
{
    internal Site Site { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Site = await Site.OpenAsync();
        await Site.AddOperatorAsync("Ada", Roles.Admin);
        await Site.Kiosk.Workforce.Store.Groups.AddAsync("Staff", "test");
        await Site.Kiosk.Workforce.Store.Groups.AddAsync("Cleaning", "test");
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
