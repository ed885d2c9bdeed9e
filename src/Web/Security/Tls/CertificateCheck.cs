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
            var (leaf, chain) = CertificateFiles.Read(options);
            return Of(leaf, chain, now);
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            return CheckOutcome.Fail($"{options.Certificate}: {fault.Message}", "The files must be PEM and belong together, or the one be PKCS #12 (.pfx, .p12), and be readable by the service's user.");
        }
    }

    private static HealthCheckResult Of(X509Certificate2 leaf, X509Certificate2Collection chain, DateTime now)
    {
        var from = leaf.NotBefore.ToUniversalTime();
        var found = $"{leaf.Subject}, until {leaf.NotAfter.ToUniversalTime():yyyy-MM-dd}, {chain.Count} more in its chain";
        // Whoever signed it may end before it does.
        var first = Path(leaf, chain).MinBy(one => one.NotAfter)!;
        var to = first.NotAfter.ToUniversalTime();
        if (first != leaf && to <= now + CertificateFiles.RenewBefore)
            found += $"; {first.Subject} in its chain, until {to:yyyy-MM-dd}";
        if (to <= now)
            return CheckOutcome.Fail($"{found}: expired", "Renew it: browsers refuse the pages. A renewed file is taken up without a restart.");
        if (from > now)
            return CheckOutcome.Fail($"{found}: valid only from {from:yyyy-MM-dd}", "Set the clock, or wait.");
        if (to <= now + CertificateFiles.RenewBefore)
            return CheckOutcome.Warn($"{found}: {(to - now).Days} days left", "Renew it. A renewed file is taken up without a restart.");
        return chain.Count == 0 && !IsSelfSigned(leaf)
            ? CheckOutcome.Warn(found, "The file holds no chain: some programs will not trust it. Name the one that has it (fullchain.pem).")
            : CheckOutcome.Ok(found);
    }

    // From the certificate to the one that signed itself, or that the file does not hold; of two with one name the one that lasts longer.
    private static IEnumerable<X509Certificate2> Path(X509Certificate2 leaf, X509Certificate2Collection chain)
    {
        var left = chain.ToList();
        for (var one = leaf; one is not null; left.Remove(one))
        {
            yield return one;
            var issuer = one.IssuerName.RawData;
            one = IsSelfSigned(one) ? null : left.Where(other => other.SubjectName.RawData.AsSpan().SequenceEqual(issuer)).MaxBy(other => other.NotAfter);
            if (one is null)
                yield break;
        }
    }

    private static bool IsSelfSigned(X509Certificate2 certificate) => certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private static string Fingerprint(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256);
}
