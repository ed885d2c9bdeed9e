using AccessKiosk.Web.Security;
using AccessKiosk.Web.Security.Tls;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessKiosk.Web.Tests.Security;

/// <summary>Certificates as sites really get them: names that change, chains that end before the leaf, keys that no browser takes.</summary>
public sealed class SiteCertificateTests : IDisposable
{
    private const string Ed25519 =
        """
        -----BEGIN CERTIFICATE-----
        MIIBQDCB86ADAgECAhQgj4yA7CAMAE2KEjjdI26JckBWmzAFBgMrZXAwFTETMBEG
        A1UEAwwKa2lvc2sudGVzdDAgFw0yNjExMzAyMjE0MDdaGA8yMTI2MTEwNjIyMTQw
        N1owFTETMBEGA1UEAwwKa2lvc2sudGVzdDAqMAUGAytlcAMhAEdytbMKs2sd0BUq
        Xu6Hf6oEUkMKpLaNklkLUeJo2+a3o1MwUTAdBgNVHQ4EFgQUCCldjRuljjYnJ2BL
        8rBV1PtNw0QwHwYDVR0jBBgwFoAUCCldjRuljjYnJ2BL8rBV1PtNw0QwDwYDVR0T
        AQH/BAUwAwEB/zAFBgMrZXADQQCby3AJTqt+3kEy5UbEapawQ8ext8MRRLMM5UJ0
        srlOTjZUX4yMdhWVT2ARMAgv2EksodRwNVh1XC/7icEfReoI
        -----END CERTIFICATE-----
        """;

    private const string Ed25519Key =
        """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIBGxkS2mNEzfvQwLqelICT7S9SdvoWtzYMV952+RUvM5
        -----END PRIVATE KEY-----
        """;

    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly WebOptions _options = new();
    private readonly MovingTime _time = new();

    public SiteCertificateTests() => IssuedCertificates.Name(_options, _folder.Path);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_kiosk_answers_to_the_names_of_its_own_certificate_wherever_it_stands_and_to_those_of_a_renewed_one(bool chainFirst)
    {
        using var authority = new IssuedCertificates(Now);
        authority.Write(_folder.Path, Now.AddDays(60), chainFirst: chainFirst, names: ["door.example.org", "*.gates.example.org"]);
        var names = new HostNames(_options, _time);
        Assert.True(names.Knows("door.example.org"));
        Assert.True(names.Knows("north.gates.example.org"));
        Assert.False(names.Knows("new.example.org"));

        authority.Write(_folder.Path, Now.AddDays(90), chainFirst: chainFirst, names: ["new.example.org"]);
        Assert.False(names.Knows("evil.example"));
        Assert.True(names.Knows("new.example.org"));
    }

    [Theory]
    [InlineData(-1, HealthStatus.Unhealthy, "expired")]
    [InlineData(20, HealthStatus.Degraded, "20 days left")]
    [InlineData(1000, HealthStatus.Healthy, "1 more in its chain")]
    public void Doctor_looks_at_the_whole_chain_that_is_sent(int days, HealthStatus status, string words)
    {
        using var authority = new IssuedCertificates(Now, Now.AddDays(days));
        authority.Write(_folder.Path, Now.AddDays(80));
        var result = CertificateCheck.Run(_options, _folder.Path, new MovingTime { Step = TimeSpan.Zero });
        Assert.Equal(status, result.Status);
        Assert.Contains(words, result.Description, StringComparison.Ordinal);
        if (days < 100)
            Assert.Contains("CN=Intermediate", result.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_of_a_kind_that_is_not_served_is_refused_as_that()
    {
        File.WriteAllText(_options.Certificate, Ed25519);
        File.WriteAllText(_options.CertificateKey, Ed25519Key);
        var result = CertificateCheck.Run(_options, _folder.Path, _time);
        Assert.Equal(HealthStatus.Unhealthy, result.Status);
        Assert.Contains("Ed25519", result.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("site.pfx", "secret")]
    [InlineData("SITE.P12", "")]
    public void A_certificate_in_one_file_with_its_key_is_served_with_its_chain_and_followed(string name, string password)
    {
        using var authority = new IssuedCertificates(Now);
        var options = new WebOptions { HttpsPort = 0, Certificate = Path.Combine(_folder.Path, name), CertificatePassword = password };
        Assert.Empty(options.Faults());
        var first = authority.WriteBundle(options.Certificate, Now.AddDays(60), password, "door.example.org");
        var (certificate, names) = (new ServerCertificate(options, _folder.Path, _time), new HostNames(options, _time));

        Assert.Equal(first, certificate.Current().TargetCertificate.Thumbprint);
        Assert.Equal(authority.Intermediate, Assert.Single(certificate.Current().IntermediateCertificates).Thumbprint);
        Assert.True(certificate.Current().TargetCertificate.HasPrivateKey);
        Assert.True(names.Knows("door.example.org"));

        var second = authority.WriteBundle(options.Certificate, Now.AddDays(90), password, "new.example.org");
        Assert.Equal(second, certificate.Current().TargetCertificate.Thumbprint);
        Assert.True(names.Knows("new.example.org"));

        // Half of a renewal: the one before serves on.
        File.WriteAllBytes(options.Certificate, File.ReadAllBytes(options.Certificate)[..300]);
        Assert.Equal(second, certificate.Current().TargetCertificate.Thumbprint);
        Assert.Equal(HealthStatus.Unhealthy, CertificateCheck.Run(options, _folder.Path, _time).Status);
    }

    [Fact]
    public void A_wrong_password_of_a_certificate_is_told_without_it()
    {
        using var authority = new IssuedCertificates(Now);
        var options = new WebOptions { HttpsPort = 0, Certificate = Path.Combine(_folder.Path, "site.pfx"), CertificatePassword = "not-the-one" };
        authority.WriteBundle(options.Certificate, Now.AddDays(60), "secret");
        var fault = Assert.Throws<Access.Configuration.ConfigurationException>(() => new ServerCertificate(options, _folder.Path, _time)).Message;
        Assert.Contains("Web:CertificatePassword", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-one", fault, StringComparison.Ordinal);
        Assert.Contains("PKCS #12", Assert.Single(new WebOptions { Certificate = "a.pfx", CertificateKey = "b.pem" }.Faults()), StringComparison.Ordinal);
        Assert.Single(new WebOptions { Certificate = "a.pfx", CertificatePassword = "a", CertificatePasswordCredential = "b" }.Faults());
    }

    [Theory]
    [InlineData("https://door.example.org")]
    [InlineData("https://door.example.org:8443/admin")]
    [InlineData("door.example.org:8443")]
    [InlineData("other.example.org, DOOR.example.org.")]
    [InlineData("https://*.example.org/")]
    public void An_address_in_place_of_a_host_name_says_which_name_is_meant(string names)
    {
        var known = new HostNames(new() { HostNames = names }, _time);
        Assert.True(known.Knows("door.example.org"));
        Assert.False(known.Knows("door.example.net"));
        Assert.False(known.Knows("https"));
    }

    /// <summary>A clock whose stamps move by a minute with each reading.</summary>
    private sealed class MovingTime : TimeProvider
    {
        private long _stamp;

        public TimeSpan Step { get; init; } = TimeSpan.FromMinutes(1);

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => _stamp += (long)(Step.TotalSeconds * TimestampFrequency);
    }
}
