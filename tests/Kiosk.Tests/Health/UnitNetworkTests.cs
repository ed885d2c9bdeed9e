using System.Net;
using AccessKiosk.Access.Health;
using AccessKiosk.Kiosk.Tests.Documentation;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessKiosk.Kiosk.Tests.Health;

/// <summary>What the installed unit lets through, and that doctor names what it does not.</summary>
public sealed class UnitNetworkTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("192.168.7.1", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("100.101.102.103", true)]
    [InlineData("fd7a:115c:a1e0::1", true)]
    [InlineData("fe80::1", true)]
    [InlineData("131.130.1.1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("100.128.0.1", false)]
    public void The_unit_as_installed_lets_private_networks_and_Tailscale_through(string address, bool passes) =>
        Assert.Equal(passes, Unit().Allows(IPAddress.Parse(address)));

    [Fact]
    public void A_drop_in_adds_networks_and_an_empty_value_takes_them_back()
    {
        DropIn("etc", "10-site.conf", "[Service]\nIPAddressAllow=131.130.0.0/16 2001:db8:1::/48\n");
        Assert.True(Unit().Allows(IPAddress.Parse("131.130.1.1")));
        Assert.True(Unit().Allows(IPAddress.Parse("2001:db8:1::7")));
        Assert.True(Unit().Allows(IPAddress.Parse("192.168.7.1")));
        DropIn("run", "20-only.conf", "[Service]\nIPAddressAllow=\nIPAddressAllow=203.0.113.7\n");
        Assert.True(Unit().Allows(IPAddress.Parse("203.0.113.7")));
        Assert.False(Unit().Allows(IPAddress.Parse("192.168.7.1")));
        // The same name in /etc hides it.
        DropIn("etc", "20-only.conf", "[Service]\nIPAddressDeny=\n");
        Assert.True(Unit().Allows(IPAddress.Parse("8.8.8.8")));
    }

    [Theory]
    [InlineData("[Service]\nIPAddressAllow = 131.130.5.7/16\n", true)]
    [InlineData("[Service]\nIPAddressAllow=8.8.8.8 \\\n# the old ones\n   131.130.0.0/16\n", true)]
    [InlineData("[Service]\nIPAddressAllow=any\n", true)]
    [InlineData("[Service]\n# IPAddressAllow=131.130.0.0/16\n", false)]
    [InlineData("[Unit]\nIPAddressAllow=131.130.0.0/16\n", false)]
    [InlineData("[Service]\nIPAddressAllow=131.130.0.0/99 131.130.0.0/ /16\n", false)]
    [InlineData("[Service]\nIPAddressAllows=131.130.0.0/16\n", false)]
    public void A_drop_in_is_read_as_systemd_reads_it(string text, bool passes)
    {
        DropIn("etc", "10-site.conf", text);
        Assert.Equal(passes, Unit().Allows(IPAddress.Parse("131.130.1.1")));
        Assert.True(Unit().Allows(IPAddress.Parse("192.168.7.1")));
    }

    [Fact]
    public void What_is_added_to_every_service_counts()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root.Path, "etc/systemd/system/service.d"));
        File.WriteAllText(Path.Combine(folder.FullName, "10-site.conf"), "[Service]\nIPAddressAllow=2001:db8:1::7/48\n");
        Assert.True(Unit().Allows(IPAddress.Parse("2001:db8:1:2::1")));
    }

    [Fact]
    public void Without_a_unit_there_are_no_rules() => Assert.Null(UnitNetwork.Installed(_root.Path));

    [Fact]
    public void A_network_of_public_addresses_and_a_resolver_outside_are_named_with_what_to_do()
    {
        var result = NetworkCheck.Run(Unit(), [IPNetwork.Parse("192.168.7.0/24"), IPNetwork.Parse("131.130.0.0/16"), IPNetwork.Parse("2001:db8:1::/64")], [IPAddress.Parse("8.8.8.8")]);
        Assert.Equal(HealthStatus.Degraded, result.Status);
        Assert.Contains("131.130.0.0/16, 2001:db8:1::/64", result.Description, StringComparison.Ordinal);
        Assert.Contains("8.8.8.8", result.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("192.168.7.0", result.Description, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Healthy, NetworkCheck.Run(Unit(), [IPNetwork.Parse("192.168.7.0/24")], [IPAddress.Parse("127.0.0.53")]).Status);
        Assert.Equal(HealthStatus.Healthy, NetworkCheck.Run(null, [IPNetwork.Parse("131.130.0.0/16")], []).Status);
    }

    private UnitNetwork Unit()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root.Path, "etc/systemd/system"));
        File.Copy(Path.Combine(Guide.Root!, "deploy/systemd/accesskiosk.service"), Path.Combine(folder.FullName, "accesskiosk.service"), overwrite: true);
        return UnitNetwork.Installed(_root.Path)!;
    }

    private void DropIn(string place, string name, string text)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root.Path, place, "systemd/system/accesskiosk.service.d"));
        File.WriteAllText(Path.Combine(folder.FullName, name), text);
    }
}
