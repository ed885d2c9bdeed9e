
namespace AccessKiosk.Web.Security;

/// <summary>Headers on every answer: no script or style from within a page, nothing from elsewhere, no frame around it.</summary>
internal static class SecurityHeaders
{
    private const string Content =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self'; font-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private const string NothingElse = "microphone=(), geolocation=(), payment=(), usb=()";

    /// <summary>Lets a page ask the browser for its camera.</summary>
    public static void AllowCamera(HttpContext context) => context.Response.Headers["Permissions-Policy"] = $"camera=(self), {NothingElse}";

    /// <summary>The middleware.</summary>
    public static Task Add(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Content;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = $"camera=(), {NothingElse}";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // What a page says of people stays in no cache, unless the answer says otherwise itself.
        context.Response.OnStarting(() =>
        {
            if (headers.CacheControl.Count == 0)
                headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        if (context.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
        return next(context);
    }
}
