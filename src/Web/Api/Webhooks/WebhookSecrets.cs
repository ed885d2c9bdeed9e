using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace AccessKiosk.Web.Api.Webhooks;

/// <summary>The secrets that deliveries are signed with, and the signature.</summary>
internal sealed class WebhookSecrets(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("webhooks.secret");

    /// <summary>For the store.</summary>
    public string Protect(string secret) => _protector.Protect(secret);

    /// <summary>From the store.</summary>
    /// <exception cref="CryptographicException">The keys that protected it are gone.</exception>
    public string Unprotect(string stored) => _protector.Unprotect(stored);

    /// <summary>
    /// <c>t=…,v1=…</c>: HMAC-SHA256 over the time, a full stop and the body. The time is signed too, so that a delivery
    /// that was overheard cannot be sent again later.
    /// </summary>
    public static string Sign(string secret, DateTimeOffset at, string body)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{seconds}.{body}"));
        return $"t={seconds},v1={Convert.ToHexStringLower(hash)}";
    }
}
