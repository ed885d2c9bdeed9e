using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace AccessKiosk.Web.Security.Tls;

/// <summary>By what other machines call this one.</summary>
/// <param name="Name">Its host name.</param>
/// <param name="Addresses">Its addresses, those of the loopback interface left out; those of the network that leads on come first.</param>
internal sealed record HostIdentity(string Name, IReadOnlyList<IPAddress> Addresses)
{
    // A certificate with more would be of a machine that is something else.
    private const int MostAddresses = 32;

    /// <summary>Reads name and addresses from the system.</summary>
    public static HostIdentity Read() => new(
        FullName(Dns.GetHostName(), IPGlobalProperties.GetIPGlobalProperties().DomainName),
        [
            .. NetworkInterface.GetAllNetworkInterfaces()
                .Where(card => card.OperationalStatus is OperationalStatus.Up && card.NetworkInterfaceType is not NetworkInterfaceType.Loopback)
                .Select(card => card.GetIPProperties())
                .OrderBy(card => card.GatewayAddresses.Count == 0)
                .SelectMany(card => card.UnicastAddresses)
                .Select(address => address.Address)
                .Where(address => !address.IsIPv6LinkLocal)
                .Distinct()
                .Take(MostAddresses),
        ]);

    /// <summary>The names as the domain name system writes them, the one of multicast DNS among them; never empty.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            var first = Name.Split('.')[0];
            return [.. new[] { Name, first, $"{first}.local", "localhost" }.Select(Ascii).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
        }
    }

    /// <summary>The extension of a certificate that names all of it.</summary>
    public X509Extension ToExtension()
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in Names)
            names.AddDnsName(name);
        foreach (var address in Addresses.Append(IPAddress.Loopback).Append(IPAddress.IPv6Loopback))
            names.AddIpAddress(address);
        return names.Build();
    }

    /// <summary>
    /// Whether a certificate names the host as it is called now. An IPv6 address that is missing is no reason for another
    /// one: such addresses change every day.
    /// </summary>
    public bool IsNamedBy(X509Certificate2 certificate)
    {
        var named = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SingleOrDefault();
        return named is not null
            && Names.All(name => named.EnumerateDnsNames().Contains(name, StringComparer.OrdinalIgnoreCase))
            && Addresses.Where(address => address.AddressFamily is AddressFamily.InterNetwork).All(named.EnumerateIPAddresses().Contains);
    }

    // A machine may be called what no name server knows.
    private static string? Ascii(string name)
    {
        try
        {
            var ascii = new IdnMapping().GetAscii(name);
            return Uri.CheckHostName(ascii) is UriHostNameType.Dns ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string FullName(string host, string domain) =>
        domain.Length == 0 || host.Contains('.', StringComparison.Ordinal) ? host : $"{host}.{domain}";
}
