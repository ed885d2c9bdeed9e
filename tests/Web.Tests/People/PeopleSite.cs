using AccessKiosk.Kiosk.Web.Security;

namespace AccessKiosk.Web.Tests.People;

/// <summary>One kiosk without a camera loop for a class of tests, with an operator of each role, named after it.</summary>
public sealed class PeopleSite : IAsyncLifetime
{
    /// <summary>The kiosk.</summary>
    internal Site Site { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Site = await Site.OpenAsync();
        foreach (var role in Roles.All)
            await Site.AddOperatorAsync(role, role);
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
