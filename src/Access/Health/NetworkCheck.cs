using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessKiosk.Access.Health;

/// <summary>Whether the unit's network rules let other machines reach the pages: a LAN of public addresses, or global IPv6, must be allowed by name.</summary>
public static class NetworkCheck
{
    /// <summary>Compares this machine's networks and resolvers with the unit's rules.</summary>
    /// <param name="unit">The rules; null when no unit is installed.</param>
    public static HealthCheckResult Run(UnitNetwork? unit) => Run(unit, OwnNetworks(), Resolvers());

    internal static HealthCheckResult Run(UnitNetwork? unit, IReadOnlyList<IPNetwork> own, IReadOnlyList<IPAddress> resolvers)
    {
        if (unit is null)
            return CheckOutcome.Ok("no unit limits it");
        var closed = own.Where(network => !unit.Allows(network.BaseAddress)).Select(network => $"{network}").Distinct(StringComparer.Ordinal).ToList();
        var deaf = resolvers.Where(address => !unit.Allows(address)).Select(address => $"{address}").ToList();
        var found = new List<string>();
        if (closed.Count > 0)
            found.Add($"the unit lets nobody in {string.Join(", ", closed)} reach the kiosk, nor the kiosk them");
        if (deaf.Count > 0)
            found.Add($"the unit does not let the kiosk ask {string.Join(", ", deaf)} for names");
        return found.Count == 0
            ? CheckOutcome.Ok(own.Count == 0 ? "no network" : $"{string.Join(", ", own.Distinct())} allowed by the unit")
            : CheckOutcome.Warn(string.Join("; ", found), UnitNetwork.Advice);
    }

    private static List<IPNetwork> OwnNetworks() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .Where(card => card.OperationalStatus is OperationalStatus.Up && card.NetworkInterfaceType is not NetworkInterfaceType.Loopback)
            .SelectMany(card => card.GetIPProperties().UnicastAddresses)
            .Where(address => !address.Address.IsIPv6LinkLocal)
            .Select(address => UnitNetwork.Of(address.Address, address.PrefixLength)),
    ];

    private static List<IPAddress> Resolvers()
    {
        try
        {
            return
            [
                .. File.ReadLines("/etc/resolv.conf")
                    .Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is ["nameserver", var text, ..] && IPAddress.TryParse(text, out var address) ? address : null)
                    .OfType<IPAddress>()
                    .Where(address => address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6),
            ];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
