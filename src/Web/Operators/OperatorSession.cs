using System.Security.Claims;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage.Records;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Caching.Memory;

namespace AccessKiosk.Web.Operators;

/// <summary>Signing in and staying in: a cookie that ends with idleness, with the operator's account, and with any change of it.</summary>
internal sealed class OperatorSession(KioskStore store, IMemoryCache cache)
{
    private const string StampClaim = "stamp";
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(5);

    /// <summary>Begins a session.</summary>
    public static Task BeginAsync(HttpContext context, OperatorAccount account, OperatorCredential credential)
    {
        Claim[] claims = [new(ClaimTypes.NameIdentifier, account.Id.ToString("N")), new(ClaimTypes.Name, account.Name), new(ClaimTypes.Role, account.Role), new(StampClaim, credential.Stamp)];
        return context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new(new ClaimsIdentity(claims, CookieAuthenticationDefaults.AuthenticationScheme)));
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
    public void Forget(string name) => cache.Remove(Key(name));

    /// <summary>Whether the account is as it was when the session began: not shut out, of the same role, of the same credential.</summary>
    public async Task<bool> IsGoodAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        if (principal.Identity?.Name is not { } name)
            return false;
        var account = await cache.GetOrCreateAsync(Key(name), entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = Trust;
            return store.Operators.FindAsync(name, cancellationToken);
        });
        return account is { DisabledAt: null }
            && principal.IsInRole(account.Role)
            && OperatorCredential.Parse(account.Credential)?.Stamp == principal.FindFirstValue(StampClaim);
    }

    private static string Key(string name) => $"operator:{name.ToUpperInvariant()}";
}
