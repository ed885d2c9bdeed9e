using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AccessKiosk.Web.Tests.Security;

/// <summary>A small certification authority: a root, an intermediate one, and certificates for this machine.</summary>
internal sealed class IssuedCertificates : IDisposable
{
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _intermediate;

    /// <summary>Founds it.</summary>
    /// <param name="now">The clock.</param>
    /// <param name="intermediateUntil">The end of the intermediate certificate; null for five years.</param>
    public IssuedCertificates(DateTimeOffset now, DateTimeOffset? intermediateUntil = null)
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = Request("CN=Root", rootKey, isAuthority: true);
        _root = root.CreateSelfSigned(now.AddYears(-1), now.AddYears(10));
        _intermediate = Issue(_root, "CN=Intermediate", isAuthority: true, now.AddMonths(-6), intermediateUntil ?? now.AddYears(5));
    }

    /// <summary>The intermediate certificate's fingerprint.</summary>
    public string Intermediate => _intermediate.Thumbprint;

    /// <summary>Writes <c>fullchain.pem</c> and <c>privkey.pem</c>, the chain first where wanted, and returns the certificate's fingerprint.</summary>
    public string Write(string folder, DateTimeOffset until, bool withChain = true, bool chainFirst = false, params string[] names)
    {
        using var leaf = Issue(_intermediate, "CN=kiosk.test", isAuthority: false, until.AddDays(-90), until, names);
        string[] parts = [leaf.ExportCertificatePem(), .. withChain ? new[] { _intermediate.ExportCertificatePem() } : []];
        File.WriteAllText(Path.Combine(folder, "fullchain.pem"), string.Join('\n', chainFirst ? parts.Reverse() : parts) + "\n");
        using var key = leaf.GetECDsaPrivateKey()!;
        File.WriteAllText(Path.Combine(folder, "privkey.pem"), key.ExportPkcs8PrivateKeyPem() + "\n");
        return leaf.Thumbprint;
    }

    /// <summary>Writes certificate, key and chain as PKCS #12 and returns the certificate's fingerprint.</summary>
    public string WriteBundle(string path, DateTimeOffset until, string password, params string[] names)
    {
        using var leaf = Issue(_intermediate, "CN=kiosk.test", isAuthority: false, until.AddDays(-90), until, names);
        using var chain = X509CertificateLoader.LoadCertificate(_intermediate.RawData);
        // The chain first, as some programs write it.
        File.WriteAllBytes(path, new X509Certificate2Collection(new[] { chain, leaf }).Export(X509ContentType.Pkcs12, password)!);
        return leaf.Thumbprint;
    }

    /// <summary>Options that name the files.</summary>
    public static void Name(WebOptions options, string folder)
    {
        options.HttpsPort = 0;
        (options.Certificate, options.CertificateKey) = (Path.Combine(folder, "fullchain.pem"), Path.Combine(folder, "privkey.pem"));
    }

    public void Dispose()
    {
        _root.Dispose();
        _intermediate.Dispose();
    }

    private static X509Certificate2 Issue(X509Certificate2 issuer, string name, bool isAuthority, DateTimeOffset from, DateTimeOffset until, params string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signing = issuer.GetECDsaPrivateKey()!;
        var request = Request(name, key, isAuthority);
        if (names.Length > 0)
        {
            var alternatives = new SubjectAlternativeNameBuilder();
            foreach (var one in names)
                alternatives.AddDnsName(one);
            request.CertificateExtensions.Add(alternatives.Build());
        }

        // By name and key, since an issuer may end before what it has signed.
        using var issued = request.Create(issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(signing), from, until, RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }

    private static CertificateRequest Request(string name, ECDsa key, bool isAuthority)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, hasPathLengthConstraint: false, 0, critical: true));
        return request;
    }
}
