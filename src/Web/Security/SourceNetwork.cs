using System.Net;
using System.Net.Sockets;

namespace AccessKiosk.Web.Security;

/// <summary>Who counts as one when requests are limited: an IPv6 host has 2^64 addresses and more, a site 2^80.</summary>
internal static class SourceNetwork
{
    /// <summary>An IPv4 address, or the /64 of an IPv6 one.</summary>
    public static string Host(IPAddress? address) => Prefix(address, ofFour: 32, ofSix: 64);

    /// <summary>The /24 of an IPv4 address, the /48 of an IPv6 one.</summary>
    public static string Site(IPAddress? address) => Prefix(address, ofFour: 24, ofSix: 48);

    private static string Prefix(IPAddress? address, int ofFour, int ofSix)
    {
        if (address is null)
            return "";
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = plain.GetAddressBytes();
        var length = plain.AddressFamily is AddressFamily.InterNetwork ? ofFour : ofSix;
        bytes.AsSpan(length / 8).Clear();
        return $"{new IPAddress(bytes)}/{length}";
    }
}
