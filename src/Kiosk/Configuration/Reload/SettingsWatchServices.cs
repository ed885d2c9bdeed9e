using Microsoft.Extensions.DependencyInjection;

namespace AccessKiosk.Kiosk.Configuration.Reload;

/// <summary>Registers the watch of the settings.</summary>
internal static class SettingsWatchServices
{
    /// <summary>Takes changed settings while the kiosk runs.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="settings"><c>Section:Key=Value</c>, from the command line.</param>
    public static IServiceCollection AddSettingsWatch(this IServiceCollection services, IReadOnlyCollection<string>? settings) => services
        .AddHostedService(provider => ActivatorUtilities.CreateInstance<SettingsWatch>(provider, KioskOptions.SettingsFile, () => KioskOptions.Load(settings)));
}
