using AccessKiosk.Kiosk.Configuration.Reload;
using AccessKiosk.Web.Site.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace AccessKiosk.Kiosk.Configuration.Staff;

/// <summary>Registers what the settings page works with.</summary>
internal static class StaffSettingsServices
{
    /// <summary>Lets staff change settings, and the running kiosk take them.</summary>
    public static IServiceCollection AddStaffSettings(this IServiceCollection services) =>
        services.AddSingleton<ActiveSettings>().AddSingleton<ISiteSettings, StaffSettingsDesk>();
}
