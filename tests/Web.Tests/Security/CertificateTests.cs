using System.Net;
using System.Security.Cryptography.X509Certificates;
using AccessKiosk.Web.Security.Tls;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessKiosk.Web.Tests.Security;

/// <summary>What certificate is served, and what doctor says of it.</summary>
public sealed class CertificateTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly SetTime _time = new(Now);
    private HostIdentity _host = new("door-7", [IPAddress.Parse("192.168.7.20"), IPAddress.Parse("2001:db8::20")]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_self_signed_one_names_the_host_its_addresses_and_its_local_name()
    {
        var names = Served(SelfSigned()).Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();
        Assert.Equal(["door-7", "door-7.local", "localhost"], names.EnumerateDnsNames());
        Assert.Equal(["127.0.0.1", "192.168.7.20", "2001:db8::20", "::1"], names.EnumerateIPAddresses().Select(address => $"{address}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_self_signed_one_is_kept_over_a_restart()
    {
        var first = Served(SelfSigned()).Thumbprint;
        Assert.Equal(first, Served(SelfSigned()).Thumbprint);
    }

    /// <summary>The clock's years at the start and then, while the kiosk runs.</summary>
    [Theory]
    [InlineData(1970, 2026)]
    [InlineData(2020, 2026)]
    [InlineData(2040, 2026)]
    public void The_self_signed_one_is_made_anew_when_the_clock_is_set_and_keeps_its_key(int first, int then)
    {
        _time.Now = new(first, 1, 2, 0, 0, 0, TimeSpan.Zero);
        var certificate = SelfSigned();
        var before = Served(certificate);
        _time.Now = new(then, 6, 1, 0, 0, 0, TimeSpan.Zero);
        var after = Served(certificate);
        Assert.True(after.NotBefore.ToUniversalTime() <= _time.Now.UtcDateTime && after.NotAfter.ToUniversalTime() > _time.Now.UtcDateTime.AddDays(30), $"{after.NotBefore} {after.NotAfter}");
        Assert.Equal(before.GetPublicKeyString(), after.GetPublicKeyString());
        Assert.Equal(after.Thumbprint, Served(SelfSigned()).Thumbprint);
    }

    [Fact]
    public void The_self_signed_one_is_renewed_while_the_kiosk_runs_30_days_before_its_end()
    {
        var certificate = SelfSigned();
        var before = Served(certificate);
        _time.Now = Now.AddDays(366);
        Assert.Equal(before.Thumbprint, Served(certificate).Thumbprint);
        _time.Now = Now.AddDays(370);
        Assert.True(Served(certificate).NotAfter > before.NotAfter);
    }

    [Fact]
    public void The_self_signed_one_follows_the_host_s_name_and_address_but_not_the_daily_IPv6_address()
    {
        var certificate = SelfSigned();
        var before = Served(certificate).Thumbprint;
        _host = _host with { Addresses = [IPAddress.Parse("192.168.7.20"), IPAddress.Parse("2001:db8::beef")] };
        Assert.Equal(before, Served(certificate).Thumbprint);
        _host = _host with { Addresses = [IPAddress.Parse("192.168.7.21")] };
        var moved = Served(certificate).Thumbprint;
        Assert.NotEqual(before, moved);
        _host = _host with { Name = "gate-1" };
        Assert.NotEqual(moved, Served(certificate).Thumbprint);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_renewed_file_is_taken_up_and_half_of_a_renewal_is_not(bool chainFirst)
    {
        using var authority = new IssuedCertificates(Now);
        var options = new WebOptions();
        IssuedCertificates.Name(options, _folder.Path);
        var first = authority.Write(_folder.Path, Now.AddDays(60), chainFirst: chainFirst);
        var certificate = new ServerCertificate(options, _folder.Path, _time, () => _host);
        Assert.Equal(first, Served(certificate).Thumbprint);
        Assert.Equal(authority.Intermediate, Assert.Single(certificate.Current().IntermediateCertificates).Thumbprint);

        var key = File.ReadAllText(options.CertificateKey);
        var second = authority.Write(_folder.Path, Now.AddDays(90), chainFirst: chainFirst);
        var newKey = File.ReadAllText(options.CertificateKey);
        File.WriteAllText(options.CertificateKey, key);
        Assert.Equal(first, Served(certificate).Thumbprint);
        File.WriteAllText(options.CertificateKey, newKey + "\n");
        Assert.Equal(second, Served(certificate).Thumbprint);
        File.Delete(options.Certificate);
        Assert.Equal(second, Served(certificate).Thumbprint);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_key_is_found_among_certificates_of_other_kinds_in_any_order(bool rsaAuthorityFirst)
    {
        using var authority = new IssuedCertificates(Now);
        var options = new WebOptions();
        IssuedCertificates.Name(options, _folder.Path);
        var leaf = authority.Write(_folder.Path, Now.AddDays(60));
        using var key = System.Security.Cryptography.RSA.Create(2048);
        using var rsa = new CertificateRequest("CN=Old root", key, System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(Now.AddYears(-1), Now.AddYears(1));
        var chain = File.ReadAllText(options.Certificate);
        File.WriteAllText(options.Certificate, rsaAuthorityFirst ? $"{rsa.ExportCertificatePem()}\n{chain}" : $"{chain}\n{rsa.ExportCertificatePem()}");
        Assert.Equal(leaf, Served(new ServerCertificate(options, _folder.Path, _time, () => _host)).Thumbprint);

        // As openssl ecparam -genkey writes it.
        using var pem = System.Security.Cryptography.ECDsa.Create();
        pem.ImportFromPem(File.ReadAllText(options.CertificateKey));
        File.WriteAllText(options.CertificateKey, pem.ExportECPrivateKeyPem());
        Assert.Equal(leaf, Served(new ServerCertificate(options, _folder.Path, _time, () => _host)).Thumbprint);
    }

    [Theory]
    [InlineData("pfx", "let its name end in .pfx or .p12")]
    [InlineData("der", "openssl x509")]
    [InlineData("encrypted key", "openssl pkey")]
    [InlineData("empty", "holds no certificate")]
    public void Files_of_another_form_are_refused_with_the_command_that_converts_them(string form, string advice)
    {
        using var authority = new IssuedCertificates(Now);
        var options = new WebOptions();
        IssuedCertificates.Name(options, _folder.Path);
        authority.Write(_folder.Path, Now.AddDays(60));
        using (var whole = X509Certificate2.CreateFromPemFile(options.Certificate, options.CertificateKey))
        using (var key = whole.GetECDsaPrivateKey()!)
        {
            switch (form)
            {
                case "pfx":
                    File.WriteAllBytes(options.Certificate, whole.Export(X509ContentType.Pkcs12, "password"));
                    break;
                case "der":
                    File.WriteAllBytes(options.Certificate, whole.RawData);
                    break;
                case "encrypted key":
                    File.WriteAllText(options.CertificateKey, key.ExportEncryptedPkcs8PrivateKeyPem("password", new(System.Security.Cryptography.PbeEncryptionAlgorithm.Aes128Cbc, System.Security.Cryptography.HashAlgorithmName.SHA256, 1000)));
                    break;
                default:
                    File.WriteAllText(options.Certificate, "");
                    break;
            }
        }

        Assert.Contains(advice, CertificateCheck.Run(options, _folder.Path, _time).Description, StringComparison.Ordinal);
        Assert.Contains(advice, Assert.Throws<Access.Configuration.ConfigurationException>(() => new ServerCertificate(options, _folder.Path, _time, () => _host)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("door,O=Evil+CN=x")]
    [InlineData("a-name-that-is-longer-than-any-label-of-the-domain-name-system-may-be-x")]
    [InlineData("tür_7")]
    public void A_host_name_that_no_certificate_takes_does_not_keep_the_pages_away(string name)
    {
        _host = _host with { Name = name };
        var certificate = SelfSigned();
        var before = Served(certificate);
        Assert.Contains("localhost", before.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateDnsNames());
        Assert.Equal(before.Thumbprint, Served(certificate).Thumbprint);
    }

    [Theory]
    [InlineData(60, true, HealthStatus.Healthy, "until")]
    [InlineData(29, true, HealthStatus.Degraded, "29 days left")]
    [InlineData(-1, true, HealthStatus.Unhealthy, "expired")]
    [InlineData(100, true, HealthStatus.Unhealthy, "valid only from")]
    [InlineData(60, false, HealthStatus.Degraded, "0 more in its chain")]
    public void Doctor_warns_30_days_ahead_and_of_a_missing_chain(int days, bool withChain, HealthStatus status, string words)
    {
        using var authority = new IssuedCertificates(Now);
        var options = new WebOptions();
        IssuedCertificates.Name(options, _folder.Path);
        authority.Write(_folder.Path, Now.AddDays(days), withChain);
        var result = CertificateCheck.Run(options, _folder.Path, _time);
        Assert.Equal(status, result.Status);
        Assert.Contains(words, result.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_fails_where_the_key_belongs_to_another_certificate()
    {
        using var authority = new IssuedCertificates(Now);
        var options = new WebOptions();
        IssuedCertificates.Name(options, _folder.Path);
        authority.Write(_folder.Path, Now.AddDays(60));
        var key = File.ReadAllText(options.CertificateKey);
        authority.Write(_folder.Path, Now.AddDays(60));
        File.WriteAllText(options.CertificateKey, key);
        Assert.Equal(HealthStatus.Unhealthy, CertificateCheck.Run(options, _folder.Path, _time).Status);
        Assert.Throws<Access.Configuration.ConfigurationException>(() => new ServerCertificate(options, _folder.Path, _time, () => _host));
    }

    private ServerCertificate SelfSigned() => new(new WebOptions { HttpsPort = 0 }, _folder.Path, _time, () => _host);

    // The next look is due at once: the clock's stamps move with each reading.
    private static X509Certificate2 Served(ServerCertificate certificate) => certificate.Current().TargetCertificate;

    /// <summary>A wall clock that is set, and stamps that run on.</summary>
    private sealed class SetTime(DateTimeOffset now) : TimeProvider
    {
        private long _stamp;

        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => _stamp += TimestampFrequency * 60;
    }
}
