using AccessKiosk.Enrollment.Store;
using AccessKiosk.Web.Operators;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace AccessKiosk.Web.Hosting;

/// <summary>Where the pages are, once the host has started.</summary>
public sealed class PageAddresses
{
    private readonly IServer _server;
    private readonly SetupLink _setup;
    private readonly KioskStore _store;

    internal PageAddresses(IServer server, SetupLink setup, KioskStore store) => (_server, _setup, _store) = (server, setup, store);

    /// <summary>Where this machine reaches them, for instance <c>http://localhost:8080</c>.</summary>
    public string Address =>
        _server.Features.Get<IServerAddressesFeature>()!.Addresses.First(a => a.StartsWith("http:", StringComparison.Ordinal)).Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    /// <summary>The setup link's address while the site has no operator; else null.</summary>
    public async Task<string?> SetupAsync(CancellationToken cancellationToken) =>
        await SetupLink.IsOpenAsync(_store, cancellationToken) ? Address + _setup.Query : null;
}
