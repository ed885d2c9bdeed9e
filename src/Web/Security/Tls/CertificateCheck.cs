using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AccessKiosk.Access.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessKiosk.Web.Security.Tls;

/// <summary>Whether the certificate for HTTPS holds, and for how long.</summary>
public static class CertificateCheck
{
    /// <summary>What the check is called.</summary>
    public const string Name = "certificate";

    /// <summary>Reads the files and compares them with the clock.</summary>
    /// <param name="options">Which certificate.</param>
    /// <param name="storeFolder">Where a self-signed one is kept.</param>
    /// <param name="time">The clock.</param>
    public static HealthCheckResult Run(WebOptions options, string storeFolder, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        if (options.HttpsPort < 0)
            return CheckOutcome.Ok("no HTTPS");
        var now = time.GetUtcNow().UtcDateTime;
        if (options.Certificate.Length == 0)
            return CertificateFiles.Kept(CertificateFiles.SelfSigned(storeFolder)) is { } kept
                ? CheckOutcome.Ok($"self-signed, until {kept.NotAfter.ToUniversalTime():yyyy-MM-dd}, renewed by the running kiosk; SHA-256 {Fingerprint(kept)}")
                : CheckOutcome.Ok("self-signed, made at the first start");
        try
        {
            var (leaf, chain) = CertificateFiles.Read(options.Certificate, options.CertificateKey);
            return Of(leaf, chain, now);
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            return CheckOutcome.Fail($"{options.Certificate}: {fault.Message}", "Both files must be PEM, belong together, and be readable by the service's user.");
        }
    }

    private static HealthCheckResult Of(X509Certificate2 leaf, X509Certificate2Collection chain, DateTime now)
    {
        var (from, to) = (leaf.NotBefore.ToUniversalTime(), leaf.NotAfter.ToUniversalTime());
        var found = $"{leaf.Subject}, until {to:yyyy-MM-dd}, {chain.Count} more in its chain";
        if (to <= now)
            return CheckOutcome.Fail($"{found}: expired", "Renew it: browsers refuse the pages. A renewed file is taken up without a restart.");
        if (from > now)
            return CheckOutcome.Fail($"{found}: valid only from {from:yyyy-MM-dd}", "Set the clock, or wait.");
        if (to <= now + CertificateFiles.RenewBefore)
            return CheckOutcome.Warn($"{found}: {(to - now).Days} days left", "Renew it. A renewed file is taken up without a restart.");
        var isSelfSigned = leaf.SubjectName.RawData.AsSpan().SequenceEqual(leaf.IssuerName.RawData);
        return chain.Count == 0 && !isSelfSigned
            ? CheckOutcome.Warn(found, "The file holds no chain: some programs will not trust it. Name the one that has it (fullchain.pem).")
            : CheckOutcome.Ok(found);
    }

    private static string Fingerprint(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256);
}
