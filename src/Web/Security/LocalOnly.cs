using System.Net;

namespace AccessKiosk.Web.Security;

/// <summary>Whether a request comes from this machine.</summary>
internal static class LocalOnly
{
    // What a proxy on this machine adds to a request that somebody elsewhere sent.
    private static readonly string[] Forwarded = ["Forwarded", "X-Real-IP", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP", "Via"];

    /// <summary>Whether a request comes from this machine, and not through a proxy on it.</summary>
    public static bool IsLocal(this HttpContext context) =>
        !IsPassedOn(context.Request) && context.Connection.RemoteIpAddress is { } from && (IPAddress.IsLoopback(from) || from.Equals(context.Connection.LocalIpAddress));

    // No browser speaks HTTP/1.0; proxies that add no header do, unless they are told otherwise.
    private static bool IsPassedOn(HttpRequest request) =>
        HttpProtocol.IsHttp10(request.Protocol) || request.Headers.Keys.Any(name => name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || Forwarded.Contains(name, StringComparer.OrdinalIgnoreCase));
}
