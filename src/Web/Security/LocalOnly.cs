using System.Net;

namespace AccessKiosk.Web.Security;

/// <summary>Routes for the display of this machine.</summary>
internal static class LocalOnly
{
    /// <summary>Whether a request comes from this machine.</summary>
    public static bool IsLocal(this HttpContext context) =>
        context.Connection.RemoteIpAddress is { } from && (IPAddress.IsLoopback(from) || from.Equals(context.Connection.LocalIpAddress));

    /// <summary>Answers 403 to other machines, unless the configuration lets them in.</summary>
    public static ValueTask<object?> Guard(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.MayShowScreen() ? next(context) : ValueTask.FromResult<object?>(Results.Problem(
            "The screen is shown by the kiosk's own display. Web:ScreenFromAnywhere opens it to others.", statusCode: StatusCodes.Status403Forbidden));

    /// <summary>Whether the screen may be shown to this client.</summary>
    public static bool MayShowScreen(this HttpContext context) =>
        context.IsLocal() || context.RequestServices.GetRequiredService<WebOptions>().ScreenFromAnywhere;
}
