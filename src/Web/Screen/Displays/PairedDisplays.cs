using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage.Records;
using AccessKiosk.Web.Security;

namespace AccessKiosk.Web.Screen.Displays;

/// <summary>
/// Displays on other machines. Each is paired once: it shows a code, staff confirm it, and its browser keeps a credential of its own
/// in a cookie. The credential is a key for the screen of one camera, among the API's keys, and worth nothing there.
/// </summary>
internal sealed class PairedDisplays(KioskStore store, WebOptions options, PairingCodes codes)
{
    private const string Credential = "accesskiosk-display";
    private const string Pending = "accesskiosk-pairing";

    // As long as browsers keep a cookie at all.
    private static readonly TimeSpan Validity = TimeSpan.FromDays(400);

    /// <summary>Whether this client may show the screen of a camera: this machine's display may, and one that is paired.</summary>
    public async ValueTask<bool> MayShowAsync(HttpContext context, string camera, CancellationToken cancellationToken) =>
        context.IsLocal() || await FindAsync(context, camera, cancellationToken) is not null;

    /// <summary>The display on another machine that asks; null for this machine's own, and for one that is not paired.</summary>
    public async ValueTask<Guid?> IdAsync(HttpContext context, string camera, CancellationToken cancellationToken) =>
        context.IsLocal() ? null : (await FindAsync(context, camera, cancellationToken))?.Id;

    /// <summary>The key of a display on another machine; null when it is not paired with this camera, or not any more.</summary>
    public async ValueTask<ApiKey?> FindAsync(HttpContext context, string camera, CancellationToken cancellationToken) =>
        options.ScreenFromAnywhere
        && context.Request.Cookies[Credential] is { } secret
        && await store.ApiKeys.FindAsync(secret, cancellationToken) is { } key
        && key.Scopes.Contains(ApiScopes.Screen(camera), StringComparer.OrdinalIgnoreCase)
            ? key
            : null;

    /// <summary>Every display that is or was paired, newest first.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await store.ApiKeys.ListAsync(cancellationToken)).Where(key => ApiScopes.IsScreen(key.Scopes))];

    /// <summary>What an unpaired display is to do: show a code, or begin anew with the credential that it was just given.</summary>
    /// <returns>The code; empty when the display is paired now and is to load its page again; null when too many displays of its host ask.</returns>
    public string? Pair(HttpContext context, string camera)
    {
        if (context.Request.Cookies[Pending] is { } waiting && codes.Find(waiting, camera) is { } asked)
        {
            if (codes.Take(waiting) is not { } secret)
                return asked.Code;
            context.Response.Cookies.Delete(Pending);
            context.Response.Cookies.Append(Credential, secret, Cookie(context, Validity));
            return "";
        }

        if (codes.Begin(camera, SourceNetwork.Host(context.Connection.RemoteIpAddress), SourceNetwork.Site(context.Connection.RemoteIpAddress)) is not { } begun)
            return null;
        context.Response.Cookies.Append(Pending, begun.Id, Cookie(context, PairingCodes.Validity));
        return begun.Code;
    }

    /// <summary>Staff confirm the code that a display shows.</summary>
    /// <returns>The display's camera; null when no display shows this code.</returns>
    /// <exception cref="Storage.StoreException">The name cannot be used, or the store cannot be written.</exception>
    public async Task<string?> ConfirmAsync(string code, string name, string by, CancellationToken cancellationToken)
    {
        if (codes.Waiting(code) is not { } asked)
            return null;
        var (_, secret) = await store.ApiKeys.AddAsync($"Display {name.Trim()}", [ApiScopes.Screen(asked.Camera)], null, by, cancellationToken);
        codes.Give(asked.Id, secret);
        return asked.Camera;
    }

    private static CookieOptions Cookie(HttpContext context, TimeSpan validity) =>
        new() { MaxAge = validity, HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, Path = "/" };
}
