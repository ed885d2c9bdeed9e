using System.Text.RegularExpressions;

namespace AccessKiosk.Access.Configuration;

/// <summary>The configuration has faults; the message lists all of them, a line each, without user names and passwords of addresses.</summary>
public sealed partial class ConfigurationException : Exception
{
    /// <summary>Lists the faults.</summary>
    public ConfigurationException(IReadOnlyCollection<string> faults)
        : this([.. faults.Select(Hide)], isPlain: true) { }

    private ConfigurationException(string[] faults, bool isPlain)
        : base("the configuration has faults:" + string.Concat(faults.Select(fault => $"{Environment.NewLine}  {fault}"))) => Faults = isPlain ? faults : [];

    /// <summary>The faults.</summary>
    public IReadOnlyCollection<string> Faults { get; }

    // A host with a password before it, where only a name belongs, is a common slip.
    private static string Hide(string fault) => UserInfo().Replace(fault, "…@");

    [GeneratedRegex(@"[^\s:]*:\S*@", RegexOptions.None, 1000)]
    private static partial Regex UserInfo();
}
