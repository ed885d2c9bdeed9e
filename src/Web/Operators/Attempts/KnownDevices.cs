using System.Globalization;
using System.Security.Cryptography;
using AccessKiosk.Storage.Records;
using Microsoft.AspNetCore.DataProtection;

namespace AccessKiosk.Web.Operators.Attempts;

/// <summary>
/// Browsers that an operator has signed in from, by a sealed cookie each (OWASP's device cookies). It lets nobody in: it only
/// spares them the waiting that strangers cause.
/// </summary>
internal sealed class KnownDevices(IDataProtectionProvider protection, TimeProvider time)
{
    private const string Prefix = "accesskiosk-device-";
    private const int MostCookies = 8;
    private static readonly TimeSpan Validity = TimeSpan.FromDays(180);

    // What a clock that was ahead has dated would be known for longer.
    private static readonly TimeSpan ClockSlack = TimeSpan.FromDays(1);

    private readonly IDataProtector _protector = protection.CreateProtector("operators.devices");

    /// <summary>The device's identifier, if the operator has signed in from it.</summary>
    public string? Find(HttpContext context, OperatorAccount account) => Read(context, account.Id.ToString("N"), context.Request.Cookies[Name(account)]);

    /// <summary>The device's identifier, if any operator has signed in from it.</summary>
    public string? Find(HttpContext context) => context.Request.Cookies
        .Where(cookie => cookie.Key.StartsWith(Prefix, StringComparison.Ordinal)).Take(MostCookies)
        .Select(cookie => Read(context, cookie.Key[Prefix.Length..], cookie.Value)).FirstOrDefault(device => device is not null);

    /// <summary>Remembers the device for an operator who has just signed in.</summary>
    public void Remember(HttpContext context, OperatorAccount account)
    {
        var device = Find(context, account) ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        context.Response.Cookies.Append(
            Name(account), _protector.Protect(string.Create(CultureInfo.InvariantCulture, $"{account.Id:N} {device} {time.GetUtcNow().ToUnixTimeSeconds()}")),
            new() { MaxAge = Validity, HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, Path = "/sign-in" });
    }

    private static string Name(OperatorAccount account) => Prefix + account.Id.ToString("N");

    // Several limits ask in one request: the seal is opened once.
    private string? Read(HttpContext context, string account, string? cookie)
    {
        var key = (typeof(KnownDevices), account, cookie);
        if (!context.Items.TryGetValue(key, out var device))
            context.Items[key] = device = Open(account, cookie);
        return (string?)device;
    }

    private string? Open(string account, string? cookie)
    {
        try
        {
            return cookie is { Length: > 0 }
                && _protector.Unprotect(cookie).Split(' ') is [var owner, var device, var at]
                && owner == account
                && time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(long.Parse(at, CultureInfo.InvariantCulture)) is var age && age < Validity && age > -ClockSlack
                ? device
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
