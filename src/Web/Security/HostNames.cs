using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AccessKiosk.Web.Security.Tls;

namespace AccessKiosk.Web.Security;

/// <summary>
/// The names under which the kiosk is asked: its own, those of its certificate, those of the configuration, and addresses. A page
/// elsewhere that has its own name lead here (DNS rebinding) is another name, and refused.
/// </summary>
internal sealed class HostNames
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Collects them.</summary>
    public HostNames(WebOptions options)
    {
        // What is printed is admitted.
        _names.UnionWith(HostIdentity.Read().Names);
        if (Uri.TryCreate(options.PublicAddress, UriKind.Absolute, out var address))
            _names.Add(address.IdnHost);
        _names.UnionWith(options.HostNames.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        _names.UnionWith(OfCertificate(options.Certificate));
    }

    /// <summary>Whether a host is the kiosk, by the name that a request gives; none at all is what no browser sends.</summary>
    public bool Knows(string host)
    {
        var plain = host.TrimEnd('.');
        return plain.Length == 0 || IPAddress.TryParse(plain.Trim('[', ']'), out _) || _names.Contains(plain)
            || (plain.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && _names.Contains($"*{plain[dot..]}"));
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

    private static IEnumerable<string> OfCertificate(string path)
    {
        try
        {
            if (path.Length == 0)
                return [];
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(path);
            return [.. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(names => names.EnumerateDnsNames())];
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            // Whoever serves it says so.
            return [];
        }
    }
}
