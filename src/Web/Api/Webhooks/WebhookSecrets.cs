using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace AccessKiosk.Web.Api.Webhooks;

/// <summary>The secrets that deliveries are signed with: 32 random bytes, written as the Standard Webhooks specification has it.</summary>
internal sealed class WebhookSecrets(IDataProtectionProvider protection)
{
    private const int Bytes = 32;

    private readonly IDataProtector _protector = protection.CreateProtector("webhooks.secret");

    /// <summary>A new secret.</summary>
    public static string New() => $"whsec_{Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes))}";

    /// <summary>For the store.</summary>
    public string Protect(string secret) => _protector.Protect(secret);

    /// <summary>From the store.</summary>
    /// <exception cref="CryptographicException">The keys that protected it are missing.</exception>
    public string Unprotect(string stored) => _protector.Unprotect(stored);
}
