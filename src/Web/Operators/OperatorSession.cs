using System.Globalization;
using System.Security.Claims;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Records;
using AccessKiosk.Web.Operators.Attempts;
using AccessKiosk.Web.Operators.Sessions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Caching.Memory;

namespace AccessKiosk.Web.Operators;

/// <summary>
/// Signing in and staying in: a cookie that ends with idleness, with its absolute life, at sign-out, with the operator's
/// account, and with any change of it.
/// </summary>
internal sealed class OperatorSession(KioskStore store, EndedSessions ended, WebOptions options, IMemoryCache cache, TimeProvider time)
{
    private const string StampClaim = "stamp";
    private const string SessionClaim = "session";
    private const string BeganClaim = "began";

    // A beginning later than this lies in the future: the clock was wrong then, and nobody knows how old the session is.
    private static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(5);

    /// <summary>Begins a session, however the operator proved who they are; the device is a known one from now on.</summary>
    public static Task BeginAsync(HttpContext context, OperatorAccount account, OperatorCredential credential)
    {
        var began = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeSeconds();
        Claim[] claims =
        [
            new(ClaimTypes.NameIdentifier, account.Id.ToString("N")), new(ClaimTypes.Name, account.Name), new(ClaimTypes.Role, account.Role), new(StampClaim, credential.Stamp),
            new(SessionClaim, EndedSessions.NewId()), new(BeganClaim, began.ToString(CultureInfo.InvariantCulture)),
        ];
        context.RequestServices.GetRequiredService<KnownDevices>().Remember(context, account);
        return context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new(new ClaimsIdentity(claims, CookieAuthenticationDefaults.AuthenticationScheme)));
    }

    /// <summary>Ends a session: its cookie counts for nothing from now on, wherever a copy of it lies, also after a restart.</summary>
    public static async Task EndAsync(HttpContext context)
    {
        if (context.User.FindFirstValue(SessionClaim) is { } session)
            await context.RequestServices.GetRequiredService<EndedSessions>().AddAsync(session, context.User, context.RequestAborted);
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
    }

    /// <summary>Ends sessions whose account was disabled or changed; asked with every request.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var session = context.HttpContext.RequestServices.GetRequiredService<OperatorSession>();
        if (await session.IsGoodAsync(context.Principal!, context.HttpContext.RequestAborted))
            return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
    }

    /// <summary>A page that keeps itself up to date is nobody who does something: it does not lengthen the session.</summary>
    public static Task CountsAsync(CookieSlidingExpirationContext context)
    {
        var headers = context.Request.Headers;
        if (headers.ContainsKey("X-Live") || headers.Accept == "text/event-stream")
            context.ShouldRenew = false;
        return Task.CompletedTask;
    }

    /// <summary>Makes changes of accounts count at once.</summary>
    public void Forget(string name)
    {
        cache.Remove(Key(name));
        cache.Remove(LastKey(name));
    }

    /// <summary>Whether the account is as it was when the session began: not shut out, of the same role, of the same credential.</summary>
    public async Task<bool> IsGoodAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        if (principal.Identity?.Name is not { } name || Began(principal) is not { } began || !IsYoung(began)
            || principal.FindFirstValue(SessionClaim) is not { } id || await ended.ContainsAsync(id, began, cancellationToken))
            return false;
        var account = await FindAsync(name, cancellationToken);
        return account is { DisabledAt: null }
            && principal.IsInRole(account.Role)
            && OperatorCredential.Parse(account.Credential)?.Stamp == principal.FindFirstValue(StampClaim);
    }

    // A record that cannot be read keeps nobody from the doors who was signed in before: only the kiosk itself changes accounts, and that is forgotten at once.
    private async Task<OperatorAccount?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var account = await cache.GetOrCreateAsync(Key(name), entry =>
            {
                entry.AbsoluteExpirationRelativeToNow = Trust;
                return store.Operators.FindAsync(name, cancellationToken);
            });
            return account is null ? null : cache.Set(LastKey(name), account, options.SessionLife);
        }
        catch (StoreException)
        {
            if (cache.Get<OperatorAccount>(LastKey(name)) is { } last)
                return last;
            throw;
        }
    }

    private bool IsYoung(DateTimeOffset began) => time.GetUtcNow() - began is var age && age > -ClockSlack && age < options.SessionLife;

    private static DateTimeOffset? Began(ClaimsPrincipal principal) =>
        long.TryParse(principal.FindFirstValue(BeganClaim), NumberStyles.None, CultureInfo.InvariantCulture, out var began) ? DateTimeOffset.FromUnixTimeSeconds(began) : null;

    private static string Key(string name) => $"operator:{name.ToUpperInvariant()}";

    private static string LastKey(string name) => $"last {Key(name)}";
}
