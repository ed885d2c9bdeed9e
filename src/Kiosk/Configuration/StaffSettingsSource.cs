using Microsoft.Extensions.Configuration.Memory;

namespace AccessKiosk.Kiosk.Configuration;

/// <summary>What the settings page has saved, as a source of the configuration that can be told from the others.</summary>
internal sealed class StaffSettingsSource : IConfigurationSource
{
    /// <summary>Values by key.</summary>
    public required IEnumerable<KeyValuePair<string, string?>> InitialData { get; init; }

    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new Provider(new MemoryConfigurationSource { InitialData = InitialData });

    /// <summary>Its provider.</summary>
    internal sealed class Provider(MemoryConfigurationSource source) : MemoryConfigurationProvider(source);
}
