using Microsoft.Extensions.DependencyInjection;

namespace AccessKiosk.Kiosk.Configuration;

/// <summary>Registers every section of the settings as the options of its owner.</summary>
internal static class SettingServices
{
    /// <summary>Registers them; a live setting that changes later changes in the same objects.</summary>
    public static IServiceCollection AddSettings(this IServiceCollection services, KioskOptions options) => services
        .AddSingleton(options).AddSingleton(options.Perception())
        .AddSingleton(options.Inference).AddSingleton(options.Detection).AddSingleton(options.Tracking).AddSingleton(options.Quality)
        .AddSingleton(options.Recognition).AddSingleton(options.Liveness).AddSingleton(options.Enrollment).AddSingleton(options.Enrollment.Renewal)
        .AddSingleton(options.Store).AddSingleton(options.Retention).AddSingleton(options.Gpio)
        .AddSingleton(options.Web).AddSingleton(options.Mail).AddSingleton(options.Mqtt).AddSingleton(options.Consent).AddSingleton(options.Import);
}
