using System.Security.Cryptography;
using AccessKiosk.Enrollment.Store;
using Microsoft.AspNetCore.DataProtection;

namespace AccessKiosk.Web.Operators.SecondFactor;

/// <summary>The shared secrets of second factors, sealed with the store's own keys: a restore on a new box brings those along.</summary>
internal sealed class TotpSecrets(KioskStore store, IDataProtectionProvider protection)
{
    private const string Purpose = "operator totp";

    /// <summary>What the pages' keys sealed before; those stay on their box.</summary>
    private readonly IDataProtector _before = protection.CreateProtector("operators.totp");

    /// <summary>For the store.</summary>
    public string Seal(byte[] secret) => Convert.ToBase64String(store.Secrets.Seal(Purpose, secret));

    /// <summary>From the store; null when its keys are missing.</summary>
    public byte[]? Open(string stored)
    {
        try
        {
            var box = Convert.FromBase64String(stored);
            return store.Secrets.Open(Purpose, box) ?? _before.Unprotect(box);
        }
        catch (Exception fault) when (fault is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
