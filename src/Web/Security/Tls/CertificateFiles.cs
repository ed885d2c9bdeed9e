using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AccessKiosk.Hardware.Options;
using AccessKiosk.Storage.Files;

namespace AccessKiosk.Web.Security.Tls;

/// <summary>Reads the certificate for HTTPS from its files, and makes the self-signed one.</summary>
internal static class CertificateFiles
{
    /// <summary>How long before its end a certificate is to be renewed.</summary>
    public static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    private static readonly TimeSpan Validity = TimeSpan.FromDays(397);

    // RFC 8410.
    private const string Ed25519 = "1.3.101.112", Ed448 = "1.3.101.113";

    /// <summary>Where a self-signed one is kept, mode 0600.</summary>
    public static string SelfSigned(string storeFolder) => Path.Combine(storeFolder, "https.pem");

    /// <summary>The certificate that the key belongs to, wherever in the file it stands, and the others of the file: its chain.</summary>
    /// <exception cref="CryptographicException">The files do not belong together, or are no certificate.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static (X509Certificate2 Leaf, X509Certificate2Collection Chain) Read(WebOptions options) =>
        options.IsBundle
            ? ReadBundle(options.Certificate, ServiceCredential.Password(options.CertificatePasswordCredential, options.CertificatePassword))
            : Read(options.Certificate, options.CertificateKey);

    private static (X509Certificate2 Leaf, X509Certificate2Collection Chain) ReadBundle(string file, string password)
    {
        var content = File.ReadAllBytes(file);
        if (ContentOf(content) is not X509ContentType.Pkcs12)
            throw new CryptographicException("it is no PKCS #12, whatever its name says: give PEM another name, and its key in Web:CertificateKey.");
        X509Certificate2Collection all;
        try
        {
            // Keys stay in memory.
            all = X509CertificateLoader.LoadPkcs12Collection(content, password, X509KeyStorageFlags.EphemeralKeySet);
        }
        catch (CryptographicException fault)
        {
            throw new CryptographicException($"it is damaged, or its password is not that of Web:CertificatePassword or Web:CertificatePasswordCredential ({fault.Message}).", fault);
        }

        var leaf = all.FirstOrDefault(one => one.HasPrivateKey) ?? throw new CryptographicException("it holds no key: export it with the private key.");
        all.Remove(leaf);
        return IsEdwards(leaf) ? throw new CryptographicException(WhyNotEdwards(leaf)) : (leaf, all);
    }

    private static (X509Certificate2 Leaf, X509Certificate2Collection Chain) Read(string certificateFile, string keyFile)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(certificateFile);
        if (chain.Count == 0)
            throw new CryptographicException(WhyNone(certificateFile));
        var key = File.ReadAllText(keyFile);
        if (WhyNoKey(key, keyFile) is { } fault)
            throw new CryptographicException(fault);
        foreach (var candidate in chain)
        {
            if (WithKey(candidate, key) is not { } leaf)
                continue;
            chain.Remove(candidate);
            return (leaf, chain);
        }

        throw new CryptographicException(chain.FirstOrDefault(IsEdwards) is { } edwards ? WhyNotEdwards(edwards) : "the key belongs to none of the file's certificates.");
    }

    private static string WhyNotEdwards(X509Certificate2 certificate) =>
        $"its key is {(certificate.PublicKey.Oid.Value == Ed25519 ? "Ed25519" : "Ed448")}, which browsers and this kiosk do not take: order the certificate for an ECDSA (P-256) or RSA key.";

    private static bool IsEdwards(X509Certificate2 certificate) => certificate.PublicKey.Oid.Value is Ed25519 or Ed448;

    private static string WhyNone(string file) => ContentOf(File.ReadAllBytes(file)) switch
    {
        X509ContentType.Pkcs12 => "it is PKCS #12 and not PEM: let its name end in .pfx or .p12, and take away Web:CertificateKey.",
        X509ContentType.Cert => $"it is DER and not PEM: openssl x509 -inform der -in {file} -out fullchain.pem.",
        X509ContentType.Pkcs7 => $"it is PKCS #7 and not PEM: openssl pkcs7 -inform der -in {file} -print_certs -out fullchain.pem.",
        _ => "the file holds no certificate.",
    };

    private static X509ContentType ContentOf(byte[] content)
    {
        try
        {
            return content.Length > 0 ? X509Certificate2.GetCertContentType(content) : X509ContentType.Unknown;
        }
        catch (CryptographicException)
        {
            return X509ContentType.Unknown;
        }
    }

    private static string? WhyNoKey(string key, string file) =>
        key.Contains("ENCRYPTED", StringComparison.Ordinal) ? $"the key is encrypted, and nobody types its password at a start: openssl pkey -in {file} -out privkey.pem."
        : !key.Contains("PRIVATE KEY-----", StringComparison.Ordinal) ? $"{file} holds no private key in PEM; one in DER: openssl pkey -inform der -in {file} -out privkey.pem."
        : null;

    /// <summary>The self-signed one that is kept; null when there is none that can be read.</summary>
    public static X509Certificate2? Kept(string path)
    {
        try
        {
            return File.Exists(path) ? X509Certificate2.CreateFromPemFile(path) : null;
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            // Nothing depends on it: another one is made.
            return null;
        }
    }

    /// <summary>Whether a kept one serves now: neither near its end nor made under a clock that was ahead.</summary>
    public static bool Serves(X509Certificate2 certificate, HostIdentity host, DateTimeOffset now) =>
        certificate.NotBefore.ToUniversalTime() <= now.UtcDateTime
        && certificate.NotAfter.ToUniversalTime() > now.UtcDateTime + RenewBefore
        && host.IsNamedBy(certificate);

    /// <summary>Makes a self-signed one and keeps it. The key stays the one of <paramref name="before"/>: whoever pinned it goes on trusting.</summary>
    /// <exception cref="Storage.StoreException">It cannot be kept.</exception>
    public static X509Certificate2 Make(string path, X509Certificate2? before, HostIdentity host, DateTimeOffset now)
    {
        using var key = before?.GetECDsaPrivateKey() ?? ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(host.Names[0]);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(host.ToExtension());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1")], critical: false));
        var made = request.CreateSelfSigned(now.AddDays(-1), now + Validity);
        DurableFile.Write(path, Encoding.ASCII.GetBytes($"{made.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n"));
        return made;
    }

    private static X509Certificate2? WithKey(X509Certificate2 certificate, string key)
    {
        try
        {
            return X509Certificate2.CreateFromPem(certificate.ExportCertificatePem(), key);
        }
        catch (Exception fault) when (fault is ArgumentException or CryptographicException)
        {
            // The key is another certificate's, or of another kind than it.
            return null;
        }
    }
}
