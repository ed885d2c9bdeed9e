using System.Text.RegularExpressions;

namespace AccessKiosk.Access.Configuration;

/// <summary>The configuration has faults; the message lists all of them, a line each, without user names and passwords of addresses.</summary>
/// <param name="faults">The faults.</param>
public sealed partial class ConfigurationException(IReadOnlyCollection<string> faults)
    : Exception("the configuration has faults:" + string.Concat(faults.Select(fault => $"{Environment.NewLine}  {Hide(fault)}")))
{
    /// <summary>The faults.</summary>
    public IReadOnlyCollection<string> Faults { get; } = [.. faults.Select(Hide)];

    // A host with a password before it, where only a name belongs, is a common slip.
    private static string Hide(string fault) => UserInfo().Replace(fault, "…@");

    [GeneratedRegex(@"[^\s:]*:\S*@", RegexOptions.None, 1000)]
    private static partial Regex UserInfo();
}
