using System.Net;

namespace AccessKiosk.Web.Security;

/// <summary>Whether a request comes from this machine.</summary>
internal static class LocalOnly
{
    // What a proxy on this machine adds to a request that somebody elsewhere sent.
    private static readonly string[] Forwarded = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via"];

    /// <summary>Whether a request comes from this machine, and not through a proxy on it.</summary>
    public static bool IsLocal(this HttpContext context) =>
        !Forwarded.Any(context.Request.Headers.ContainsKey) && context.Connection.RemoteIpAddress is { } from && (IPAddress.IsLoopback(from) || from.Equals(context.Connection.LocalIpAddress));
}
