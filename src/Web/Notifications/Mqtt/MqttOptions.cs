using System.ComponentModel.DataAnnotations;
using System.Net;
using AccessKiosk.Hardware.Options;

namespace AccessKiosk.Web.Notifications.Mqtt;

/// <summary>The MQTT broker that the doors are shown at, for Home Assistant and other programs (configuration section <c>Mqtt</c>).</summary>
public sealed class MqttOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Mqtt";

    private const int LongestName = 64;
    private const int LongestPrefix = 128;

    /// <summary>The broker's name or address; it must speak MQTT 5. Empty: none is used.</summary>
    public string Host { get; set; } = "";

    /// <summary>The broker's port; 0: 8883 with TLS, 1883 without.</summary>
    [Range(0, 65535)]
    public int Port { get; set; }

    /// <summary>Whether the connection is protected by TLS. Without it, a broker on another machine also takes <see cref="AllowClearText"/>.</summary>
    public bool Tls { get; set; } = true;

    /// <summary>Whether the connection may cross the network without TLS: whoever is on the way reads the password and every event.</summary>
    public bool AllowClearText { get; set; }

    /// <summary>A PEM file with the authority that signed the broker's certificate, where the system does not know it; empty: those that the system knows.</summary>
    public string CertificateAuthority { get; set; } = "";

    /// <summary>The user name; empty: the broker asks for none.</summary>
    public string User { get; set; } = "";

    /// <summary>The password.</summary>
    public string Password { get; set; } = "";

    /// <summary>The name of the systemd credential that holds the password (LoadCredential= in the unit).</summary>
    public string PasswordCredential { get; set; } = "";

    /// <summary>What the kiosk is called at the broker, in topics and in Home Assistant, one name a kiosk: letters, digits, - and _. Empty: <c>accesskiosk-</c> and the machine's name.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>What the kiosk's topics begin with.</summary>
    public string TopicPrefix { get; set; } = "accesskiosk";

    /// <summary>Home Assistant's discovery prefix; empty: nothing is announced to it.</summary>
    public string DiscoveryPrefix { get; set; } = "homeassistant";

    /// <summary>The doors that a command may unlock, with commas between; empty: none. Whoever may publish at the broker opens them.</summary>
    public string UnlockDoors { get; set; } = "";

    /// <summary>Whether events name the people who were let in or refused; a home server keeps them as long as it likes.</summary>
    public bool Names { get; set; }

    /// <summary>Whether there is a broker.</summary>
    internal bool IsOn => Host.Length > 0;

    /// <summary>The port that is used.</summary>
    internal int UsedPort => Port > 0 ? Port : Tls ? 8883 : 1883;

    /// <summary>The client id that is used.</summary>
    internal string Id => ClientId.Length > 0 ? ClientId : $"accesskiosk-{MqttTopics.Slug(Environment.MachineName)}";

    /// <summary>Whether a command may unlock a door.</summary>
    internal bool MayUnlock(string door) => UnlockNames.Contains(door, StringComparer.OrdinalIgnoreCase);

    private string[] UnlockNames => UnlockDoors.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private bool IsLocal => string.Equals(Host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>Every fault, one line each; empty when all is well.</summary>
    /// <param name="doors">The names of the doors.</param>
    public IReadOnlyList<string> Faults(IReadOnlyCollection<string> doors)
    {
        var faults = new List<string>(OptionFaults.Of(Section, this));
        if (!IsOn)
            return faults;
        if (Uri.CheckHostName(Host) == UriHostNameType.Unknown)
            faults.Add($"{Section}:Host is {Host}; allowed: a name or an address, without a port.");
        if (!Tls && !IsLocal && !AllowClearText)
            faults.Add($"{Section}:Tls is false and {Host} is another machine; allowed: true, or also {Section}:AllowClearText.");
        if (!Tls && !IsLocal && UnlockNames.Length > 0)
            faults.Add($"{Section}:UnlockDoors is {UnlockDoors} without {Section}:Tls; allowed: nothing. A command that opens a door does not cross the network in clear.");
        if (Password.Length > 0 && PasswordCredential.Length > 0)
            faults.Add($"{Section}:Password and {Section}:PasswordCredential: give one of them.");
        if (User.Length > 0 != (Password.Length > 0 || PasswordCredential.Length > 0))
            faults.Add($"{Section}:User and {Section}:PasswordCredential (or Password): give both or neither.");
        if (CertificateAuthority.Length > 0 && !File.Exists(CertificateAuthority))
            faults.Add($"{Section}:CertificateAuthority is {CertificateAuthority}; allowed: a file that can be read, or nothing.");
        if (ClientId.Length > LongestName || !ClientId.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
            faults.Add($"{Section}:ClientId is {ClientId}; allowed: up to {LongestName} letters, digits, - and _.");
        if (!IsTopic(TopicPrefix))
            faults.Add($"{Section}:TopicPrefix is {(TopicPrefix.Length == 0 ? "empty" : TopicPrefix)}; {AllowedTopic}.");
        if (DiscoveryPrefix.Length > 0 && !IsTopic(DiscoveryPrefix))
            faults.Add($"{Section}:DiscoveryPrefix is {DiscoveryPrefix}; {AllowedTopic}, or nothing.");
        else if (DiscoveryPrefix == TopicPrefix)
            faults.Add($"{Section}:DiscoveryPrefix and {Section}:TopicPrefix are both {TopicPrefix}; allowed: different ones.");
        faults.AddRange(UnlockNames.Where(name => !doors.Contains(name, StringComparer.OrdinalIgnoreCase)).Select(name => $"{Section}:UnlockDoors names {name}; no door is called so."));
        return faults;
    }

    private const string AllowedTopic = "allowed: a topic without wildcards, control characters and empty levels";

    private static bool IsTopic(string topic) =>
        topic.Length is > 0 and <= LongestPrefix && topic[0] != '$' && !topic.Any(letter => letter is '+' or '#' || char.IsControl(letter)) && topic.Split('/').All(level => level.Length > 0);
}
