using System.Net;
using System.Net.Sockets;
using AccessKiosk.Access.Health;
using AccessKiosk.Web.Notifications.Delivery;

namespace AccessKiosk.Web.Api.Webhooks;

/// <summary>Where webhooks may go: nowhere inside the site's own network unless the configuration says so (server-side request forgery, CWE-918).</summary>
internal static class WebhookTarget
{
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    private static readonly IPNetwork[] Private =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/3",
            // Those that carry an IPv4 address inside are refused as a whole, but for NAT64's own prefix: there the inner address is judged.
            "::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>Why an address cannot be a webhook's; null when it can.</summary>
    public static string? Fault(string? url, bool allowPrivate)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0)
            return "url is not a complete address, or holds a password.";
        if (uri.Scheme != Uri.UriSchemeHttps && !(allowPrivate && uri.Scheme == Uri.UriSchemeHttp))
            return "url must begin with https.";
        return !allowPrivate && IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && !IsPublic(address) ? Refusal(address) : null;
    }

    /// <summary>Whether an address lies outside of every private network.</summary>
    public static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : Nat64.Contains(address) ? new IPAddress(address.GetAddressBytes().AsSpan(12)) : address;
        return !Private.Any(network => network.BaseAddress.AddressFamily == plain.AddressFamily && network.Contains(plain));
    }

    /// <summary>Resolves a host to the addresses that may be connected to.</summary>
    /// <param name="host">A name or an address.</param>
    /// <param name="allowPrivate">Whether private networks are allowed.</param>
    /// <param name="unit">The network rules of the unit; null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HttpRequestException">None may; the message says why and what to do.</exception>
    public static async Task<IPAddress[]> ResolveAsync(string host, bool allowPrivate, UnitNetwork? unit, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
        var allowed = allowPrivate ? addresses : [.. addresses.Where(IsPublic)];
        if (allowed.Length == 0)
            throw new HttpRequestException(addresses.Length == 0 ? $"{host} has no address." : Refusal(addresses[0]));
        return OutgoingConnection.Allowed(allowed, unit, allowed[0].ToString());
    }

    /// <summary>A client that connects to allowed addresses only: a name is resolved and checked when it is used, so that it cannot change in between.</summary>
    public static HttpClient CreateClient(bool allowPrivate, TimeSpan timeout, UnitNetwork? unit = null) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectCallback = async (context, cancellationToken) =>
        {
            var allowed = await ResolveAsync(context.DnsEndPoint.Host, allowPrivate, unit, cancellationToken);
            return new NetworkStream(await OutgoingConnection.OpenAsync(allowed, context.DnsEndPoint.Port, cancellationToken), ownsSocket: true);
        },
    })
    { Timeout = timeout };

    private static string Refusal(IPAddress address) =>
        $"The address lies in a private network ({address}; Tailscale's 100.64.0.0/10 is one too). Web:WebhooksToPrivateNetworks=true allows it.";
}
