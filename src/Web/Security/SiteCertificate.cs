using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AccessKiosk.Access.Configuration;
using AccessKiosk.Enrollment.Files;

namespace AccessKiosk.Web.Security;

/// <summary>The certificate for HTTPS: the site's own, or a self-signed one that is made at first start and kept.</summary>
internal static class SiteCertificate
{
    private static readonly TimeSpan Validity = TimeSpan.FromDays(397);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    /// <summary>Loads or makes it.</summary>
    /// <param name="options">Which one.</param>
    /// <param name="directory">Where a self-signed one is kept, mode 0600.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ConfigurationException">The configured one cannot be used.</exception>
    public static async Task<X509Certificate2> LoadAsync(WebOptions options, string directory, TimeProvider time)
    {
        if (options.Certificate.Length > 0)
            return Configured(options);
        var path = Path.Combine(directory, "https.pem");
        if (Kept(path) is { } kept && kept.NotAfter.ToUniversalTime() > time.GetUtcNow().UtcDateTime + RenewBefore)
            return kept;
        var made = Make(time.GetUtcNow());
        using var key = made.GetECDsaPrivateKey()!;
        await PrivateFile.WriteTextAsync(path, $"{made.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        return made;
    }

    private static X509Certificate2 Configured(WebOptions options)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(options.Certificate, options.CertificateKey);
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException([$"{WebOptions.Section}:Certificate {options.Certificate} with {WebOptions.Section}:CertificateKey {options.CertificateKey} cannot be used: {fault.Message}"]);
        }
    }

    private static X509Certificate2? Kept(string path)
    {
        try
        {
            return File.Exists(path) ? X509Certificate2.CreateFromPemFile(path) : null;
        }
        catch (CryptographicException)
        {
            // Nothing depends on it: another one is made.
            return null;
        }
    }

    private static X509Certificate2 Make(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var host = Dns.GetHostName();
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1")], critical: false));
        return request.CreateSelfSigned(now.AddDays(-1), now + Validity);
    }
}
