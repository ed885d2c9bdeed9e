using System.Net;

namespace AccessKiosk.Web.Security;

/// <summary>Whether a request comes from this machine.</summary>
internal static class LocalOnly
{
    /// <summary>Whether a request comes from this machine.</summary>
    public static bool IsLocal(this HttpContext context) =>
        context.Connection.RemoteIpAddress is { } from && (IPAddress.IsLoopback(from) || from.Equals(context.Connection.LocalIpAddress));
}
