using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AccessKiosk.Web.Security.Tls;

namespace AccessKiosk.Web.Security;

/// <summary>
/// The names under which the kiosk is asked: its own, those of its certificate, those of the configuration, and addresses. A page
/// elsewhere that has its own name lead here (DNS rebinding) is another name, and refused. Thread-safe.
/// </summary>
internal sealed class HostNames
{
    private const string Any = "*.";
    private const string Scheme = "://";

    // A certificate that was renewed and a host that was renamed may bring another name, while the kiosk runs.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly WebOptions _options;
    private readonly TimeProvider _time;
    private HashSet<string> _names;
    private long _looked;

    /// <summary>Collects them.</summary>
    public HostNames(WebOptions options, TimeProvider time)
    {
        (_options, _time, _looked) = (options, time, time.GetTimestamp());
        _names = Collect();
    }

    /// <summary>Whether a host is the kiosk, by the name that a request gives; none at all is what no browser sends.</summary>
    public bool Knows(string host)
    {
        var plain = host.TrimEnd('.');
        return plain.Length == 0 || IPAddress.TryParse(plain.Trim('[', ']'), out _) || Has(Volatile.Read(ref _names), plain) || (LookAgain() is { } now && Has(now, plain));
    }

    private static bool Has(HashSet<string> names, string plain) =>
        names.Contains(plain) || (plain.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && names.Contains($"*{plain[dot..]}"));

    // Null when that was done just now.
    private HashSet<string>? LookAgain()
    {
        lock (_gate)
        {
            if (_time.GetElapsedTime(_looked) < LookEvery)
                return null;
            _looked = _time.GetTimestamp();
            var names = Collect();
            Volatile.Write(ref _names, names);
            return names;
        }
    }

    private HashSet<string> Collect()
    {
        // What is printed is admitted.
        var names = new HashSet<string>(HostIdentity.Read().Names, StringComparer.OrdinalIgnoreCase);
        if (Uri.TryCreate(_options.PublicAddress, UriKind.Absolute, out var address))
            names.Add(address.IdnHost);
        names.UnionWith(_options.HostNames.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Ascii));
        names.UnionWith(OfCertificate());
        return names;
    }

    // As browsers ask for it; an address that was written in place of a name says which name it has.
    private static string Ascii(string text)
    {
        var address = text[(text.IndexOf(Scheme, StringComparison.Ordinal) is >= 0 and var scheme ? scheme + Scheme.Length : 0)..];
        var plain = address.Split(['/', '?', '#', ':'])[0].TrimEnd('.');
        try
        {
            return plain.StartsWith(Any, StringComparison.Ordinal) ? Any + new IdnMapping().GetAscii(plain[Any.Length..]) : new IdnMapping().GetAscii(plain);
        }
        catch (ArgumentException)
        {
            return plain;
        }
    }

    /// <summary>The middleware: 421 to what is meant for somebody else.</summary>
    public static Task Guard(HttpContext context, RequestDelegate next)
    {
        if (context.RequestServices.GetRequiredService<HostNames>().Knows(context.Request.Host.Host))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync("The kiosk does not know itself by this name. Use its address, or add the name to Web:HostNames.", context.RequestAborted);
    }

    private IEnumerable<string> OfCertificate()
    {
        try
        {
            if (_options.Certificate.Length == 0)
                return [];
            using var certificate = CertificateFiles.Read(_options).Leaf;
            return [.. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(names => names.EnumerateDnsNames())];
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            // Whoever serves it says so.
            return [];
        }
    }
}
