using System.Runtime.ExceptionServices;
using System.Security.Claims;
using System.Text.Encodings.Web;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Records;
using AccessKiosk.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace AccessKiosk.Web.Api;

/// <summary><c>Authorization: Bearer ak_…</c> (RFC 6750).</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, KioskStore store)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The scheme's name.</summary>
    public new const string Scheme = "api-key";

    private const string Bearer = "Bearer ";

    /// <summary>The key that a request brings; null for none.</summary>
    public static string? Secret(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var header && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Secret(Request) is not { } secret)
            return AuthenticateResult.NoResult();
        ApiKey? found;
        try
        {
            found = await store.ApiKeys.FindAsync(secret, Context.RequestAborted);
        }
        catch (StoreException fault)
        {
            // What needs no key is answered all the same.
            return AuthenticateResult.Fail(fault);
        }

        if (found is not { } key || ApiScopes.IsScreen(key.Scopes))
            return AuthenticateResult.Fail("The key is unknown, revoked or expired.");
        // What it does is recorded under its name, which no operator's can be mistaken for.
        var identity = new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, key.Id.ToString("N")), new(ClaimTypes.Name, $"api key {key.Name}"), .. key.Scopes.Select(scope => new Claim(ApiScopes.Claim, scope))], Scheme);
        return AuthenticateResult.Success(new(new(identity), Scheme));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        // Whether the key is good nobody knows: that is not the sender's fault.
        if ((await HandleAuthenticateOnceSafeAsync()).Failure is StoreException fault)
            ExceptionDispatchInfo.Throw(fault);
        Response.Headers.WWWAuthenticate = "Bearer realm=\"AccessKiosk\"";
        Response.StatusCode = StatusCodes.Status401Unauthorized;
    }
}
