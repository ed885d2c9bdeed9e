using System.Net;
using System.Net.Sockets;
using AccessKiosk.Web.Security.Tls;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace AccessKiosk.Web.Addresses;

/// <summary>Where the pages are: what is printed, and what links that are handed over begin with.</summary>
public sealed class SiteAddresses
{
    private readonly WebOptions _options;
    private readonly IServer? _server;
    private readonly Func<HostIdentity> _host;

    internal SiteAddresses(WebOptions options, IServer? server, Func<HostIdentity>? host = null) => (_options, _server, _host) = (options, server, host ?? HostIdentity.Read);

    /// <summary>Where they will be, as it is configured; nothing need run.</summary>
    public static SiteAddresses Configured(WebOptions options) => new(options, server: null);

    /// <summary>Where this machine alone reaches them, for instance <c>http://localhost:8080</c>.</summary>
    public string Local => $"{Uri.UriSchemeHttp}://localhost:{Port(Uri.UriSchemeHttp, _options.Port)}";

    /// <summary>Where other machines reach them, the best first: the configured address, the network's, the names. Empty: nowhere.</summary>
    public IReadOnlyList<string> Others()
    {
        IEnumerable<string> configured = IsLocal(_options.PublicAddress) ? [] : [_options.PublicAddress.TrimEnd('/')];
        if (_options.HttpsPort < 0)
            return [.. configured];
        var (host, port) = (_host(), Port(Uri.UriSchemeHttps, _options.HttpsPort));
        // Names with .local are found without a name server; phones know neither kind always.
        var names = host.Addresses.Where(address => address.AddressFamily is AddressFamily.InterNetwork).Select(address => address.ToString())
            .Concat(host.Names.Where(name => !IsLocalHost(name)).OrderBy(name => !name.EndsWith(".local", StringComparison.OrdinalIgnoreCase)));
        return [.. configured.Concat(names.Select(name => $"{Uri.UriSchemeHttps}://{name}:{port}")).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>What a link begins with that is printed: where other machines reach the pages, or where only this one does.</summary>
    public string Preferred => Others() is [var best, ..] ? best : Local;

    /// <summary>What a link begins with that the answer to a request hands over: the address that staff use.</summary>
    /// <param name="request">The request; its host was checked.</param>
    public string For(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return !IsLocal(_options.PublicAddress) ? _options.PublicAddress.TrimEnd('/')
            : request.Host.HasValue && !IsLocalHost(request.Host.Host) ? $"{request.Scheme}://{request.Host}"
            : Preferred;
    }

    /// <summary>Whether an address means whatever machine it is opened on, or is none.</summary>
    public static bool IsLocal(string address) => !Uri.TryCreate(address, UriKind.Absolute, out var uri) || IsLocalHost(uri.Host);

    private static bool IsLocalHost(string host)
    {
        var plain = host.Trim('[', ']').TrimEnd('.');
        return string.Equals(plain, "localhost", StringComparison.OrdinalIgnoreCase) || plain.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(plain, out var address) && (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)));
    }

    // Port 0 takes a free one, which only the server knows.
    private int Port(string scheme, int configured) =>
        _server?.Features.Get<IServerAddressesFeature>()?.Addresses.Select(address => new Uri(address)).FirstOrDefault(address => address.Scheme == scheme)?.Port ?? configured;
}
