
namespace AccessKiosk.Access.Configuration;

/// <summary>The configuration has faults; the message lists all of them, a line each.</summary>
public sealed class ConfigurationException(IReadOnlyCollection<string> faults)
    : Exception("the configuration has faults:" + string.Concat(faults.Select(fault => $"{Environment.NewLine}  {fault}")))
{
    /// <summary>The faults.</summary>
    public IReadOnlyCollection<string> Faults { get; } = faults;
}
