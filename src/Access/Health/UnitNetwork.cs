using System.Globalization;
using System.Net;

namespace AccessKiosk.Access.Health;

/// <summary>
/// Which addresses the installed unit lets the kiosk exchange packets with (<c>IPAddressAllow=</c>, <c>IPAddressDeny=</c>).
/// The kernel drops the others without a word, so that a connection to them only times out.
/// </summary>
/// <param name="Allow">Networks that are allowed.</param>
/// <param name="Deny">Networks that are not, unless allowed.</param>
public sealed record UnitNetwork(IReadOnlyList<IPNetwork> Allow, IReadOnlyList<IPNetwork> Deny)
{
    /// <summary>What to do about an address that is not allowed.</summary>
    public const string Advice = "Allow its network to the service: docs/operations.md, \"Other networks\".";

    private const string Unit = "accesskiosk.service";

    // What is added to every service counts too.
    private static readonly string[] Additions = [Unit + ".d", "service.d"];

    // In systemd's order: what is found first hides a file of the same name further down.
    private static readonly string[] Folders = ["etc/systemd/system", "run/systemd/system", "usr/local/lib/systemd/system", "usr/lib/systemd/system", "lib/systemd/system"];

    /// <summary>The installed unit's rules with its drop-ins; null when no unit is installed.</summary>
    /// <param name="root">The system's root folder.</param>
    public static UnitNetwork? Installed(string root = "/")
    {
        var folders = Folders.Select(folder => Path.Combine(root, folder)).ToList();
        if (folders.Select(folder => Path.Combine(folder, Unit)).FirstOrDefault(File.Exists) is not { } unit)
            return null;
        var additions = Additions.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.conf"))
            .DistinctBy(Path.GetFileName, StringComparer.Ordinal)
            .OrderBy(Path.GetFileName, StringComparer.Ordinal);
        var (allow, deny) = (new List<IPNetwork>(), new List<IPNetwork>());
        foreach (var line in additions.Prepend(unit).SelectMany(file => Settings(ReadLines(file))))
        {
            Read(line, "IPAddressAllow", allow);
            Read(line, "IPAddressDeny", deny);
        }

        return new(allow, deny);
    }

    /// <summary>The rules that hold for this process; null when it is not the service.</summary>
    public static UnitNetwork? OfThisProcess()
    {
        try
        {
            return File.Exists("/proc/self/cgroup") && File.ReadAllText("/proc/self/cgroup").Contains("/" + Unit, StringComparison.Ordinal) ? Installed() : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The network of an address, whichever of its addresses it is.</summary>
    /// <param name="address">The address.</param>
    /// <param name="length">How many bits of it are the network's.</param>
    public static IPNetwork Of(IPAddress address, int length)
    {
        ArgumentNullException.ThrowIfNull(address);
        var bytes = address.GetAddressBytes();
        for (var bit = length; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> bit % 8);
        return new(new IPAddress(bytes), length);
    }

    /// <summary>Whether packets to and from an address pass.</summary>
    public bool Allows(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Holds(Allow, plain) || !Holds(Deny, plain);
    }

    private static bool Holds(IReadOnlyList<IPNetwork> networks, IPAddress address) =>
        networks.Any(network => network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address));

    private static string[] ReadLines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // The lines of the section that limits the service, each whole: one may go on in the next (systemd.syntax(7)).
    private static IEnumerable<string> Settings(string[] lines)
    {
        var (counts, begun) = (false, "");
        foreach (var text in lines.Select(line => line.Trim()).Where(text => text is not ['#' or ';', ..]))
        {
            if (text is [.., '\\'])
            {
                begun += text[..^1] + " ";
                continue;
            }

            var whole = begun + text;
            begun = "";
            if (whole is ['[', ..])
                counts = whole == "[Service]";
            else if (counts)
                yield return whole;
        }
    }

    private static void Read(string line, string key, List<IPNetwork> networks)
    {
        if (line.Split('=', 2) is not [var name, var value] || name.TrimEnd() != key)
            return;
        var words = value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        // An empty value takes back what was said before.
        if (words.Length == 0)
            networks.Clear();
        foreach (var word in words)
            networks.AddRange(Networks(word));
    }

    private static IEnumerable<IPNetwork> Networks(string word) => word switch
    {
        "any" => [IPNetwork.Parse("0.0.0.0/0"), IPNetwork.Parse("::/0")],
        "localhost" => [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")],
        "link-local" => [IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("fe80::/64")],
        "multicast" => [IPNetwork.Parse("224.0.0.0/4"), IPNetwork.Parse("ff00::/8")],
        _ when IPAddress.TryParse(word, out var address) => [Of(address, address.GetAddressBytes().Length * 8)],
        _ when word.Split('/') is [var first, var bits] && IPAddress.TryParse(first, out var address) && int.TryParse(bits, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            && length <= address.GetAddressBytes().Length * 8 => [Of(address, length)],
        _ => [],
    };
}
