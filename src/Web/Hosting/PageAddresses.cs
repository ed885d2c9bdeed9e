using AccessKiosk.Enrollment.Store;
using AccessKiosk.Web.Addresses;
using AccessKiosk.Web.Operators;

namespace AccessKiosk.Web.Hosting;

/// <summary>Where the pages are, once the host has started.</summary>
public sealed class PageAddresses
{
    private readonly SetupLink _setup;
    private readonly KioskStore _store;

    internal PageAddresses(SiteAddresses site, SetupLink setup, KioskStore store) => (Site, _setup, _store) = (site, setup, store);

    /// <summary>Every address.</summary>
    public SiteAddresses Site { get; }

    /// <summary>Where this machine reaches them, for instance <c>http://localhost:8080</c>.</summary>
    public string Address => Site.Local;

    /// <summary>The setup link's address while the site has no operator, for another machine if any reaches it; else null.</summary>
    public async Task<string?> SetupAsync(CancellationToken cancellationToken) =>
        await SetupLink.IsOpenAsync(_store, cancellationToken) ? Site.Preferred + _setup.Query : null;
}
