using System.Net.Security;
using System.Security.Cryptography;
using AccessKiosk.Access.Configuration;
using AccessKiosk.Storage;

namespace AccessKiosk.Web.Security.Tls;

/// <summary>
/// The certificate that HTTPS serves now, with its chain: the site's own, or a self-signed one. Files that were renewed, an
/// end that comes near, a clock that was set and a new address are noticed while the kiosk runs, at the next connection.
/// Thread-safe.
/// </summary>
internal sealed class ServerCertificate
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly WebOptions _options;
    private readonly string _selfSigned;
    private readonly TimeProvider _time;
    private readonly Func<HostIdentity> _host;
    private long _looked;
    private string _stamp;
    private SslStreamCertificateContext _current;

    /// <summary>Loads or makes it.</summary>
    /// <param name="options">Which one.</param>
    /// <param name="storeFolder">Where a self-signed one is kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="host">What this machine is called; null to ask the system.</param>
    /// <exception cref="ConfigurationException">The configured one cannot be used.</exception>
    public ServerCertificate(WebOptions options, string storeFolder, TimeProvider time, Func<HostIdentity>? host = null)
    {
        (_options, _selfSigned, _time, _host) = (options, CertificateFiles.SelfSigned(storeFolder), time, host ?? HostIdentity.Read);
        (_looked, _stamp) = (time.GetTimestamp(), Stamp());
        try
        {
            _current = IsConfigured ? Configured() : SelfSigned();
        }
        catch (Exception fault) when (IsConfigured && IsUnusable(fault))
        {
            throw new ConfigurationException([$"{WebOptions.Section}:Certificate {options.Certificate}{Key(options)} cannot be used: {fault.Message}"]);
        }
    }

    private bool IsConfigured => _options.Certificate.Length > 0;

    /// <summary>What the next connection is served with.</summary>
    public SslStreamCertificateContext Current()
    {
        lock (_gate)
        {
            if (_time.GetElapsedTime(_looked) >= LookEvery)
            {
                _looked = _time.GetTimestamp();
                Refresh();
            }

            return _current;
        }
    }

    private void Refresh()
    {
        try
        {
            if (!IsConfigured)
            {
                if (!CertificateFiles.Serves(_current.TargetCertificate, _host(), _time.GetUtcNow()))
                    _current = SelfSigned();
            }
            else if (Stamp() is var stamp && !string.Equals(stamp, _stamp, StringComparison.Ordinal))
            {
                // The stamp is taken first: what is written meanwhile is read the next time.
                _current = Configured();
                _stamp = stamp;
            }
        }
        catch (Exception fault) when (IsUnusable(fault))
        {
            // Half of a renewal, or a full disk: the one before serves on, it is tried again, and the check tells.
        }
    }

    private SslStreamCertificateContext Configured()
    {
        var (leaf, chain) = CertificateFiles.Read(_options);
        return SslStreamCertificateContext.Create(leaf, chain, offline: true);
    }

    private SslStreamCertificateContext SelfSigned()
    {
        var (kept, host, now) = (CertificateFiles.Kept(_selfSigned), _host(), _time.GetUtcNow());
        var certificate = kept is not null && CertificateFiles.Serves(kept, host, now) ? kept : CertificateFiles.Make(_selfSigned, kept, host, now);
        return SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
    }

    private static string Key(WebOptions options) => options.CertificateKey.Length > 0 ? $" with {WebOptions.Section}:CertificateKey {options.CertificateKey}" : "";

    // A link that is moved to another file (certbot, Kubernetes) counts as much as a file that is written.
    private string Stamp() => IsConfigured ? $"{StampOf(_options.Certificate)} {(_options.CertificateKey.Length > 0 ? StampOf(_options.CertificateKey) : "")}" : "";

    private static string StampOf(string path)
    {
        try
        {
            var file = File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
            return $"{file.FullName} {file.LastWriteTimeUtc.Ticks} {file.Length}";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault.Message;
        }
    }

    private static bool IsUnusable(Exception fault) => fault is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException or StoreException;
}
