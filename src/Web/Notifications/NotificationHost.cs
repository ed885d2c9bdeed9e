using AccessKiosk.Access.Health;
using AccessKiosk.Access.Site;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Web.Notifications.Delivery;
using AccessKiosk.Web.Notifications.Mail;
using AccessKiosk.Web.Notifications.Mqtt;

namespace AccessKiosk.Web.Notifications;

/// <summary>Puts together what tells people and programs of events.</summary>
internal static class NotificationHost
{
    /// <summary>Adds its services.</summary>
    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<NotificationHours>().AddSingleton<Trials>().AddSingleton<NotificationService>();
        services.AddSingleton(provider => new MailServer(provider.GetRequiredService<MailOptions>(), UnitNetwork.OfThisProcess()))
            .AddSingleton<MailPace>().AddSingleton<MailChannel>().AddSingleton<IEventChannel>(provider => provider.GetRequiredService<MailChannel>());
        services.AddHealthChecks().Add(NotificationCheck.Name, provider =>
            new NotificationCheck(provider.GetRequiredService<KioskStore>(), provider.GetRequiredService<MailOptions>(), UnitNetwork.OfThisProcess()));
        services.AddSingleton<MqttTopics>().AddSingleton<HomeAssistant>().AddSingleton<MqttStatus>().AddSingleton<MqttCommands>();
        services.AddHealthChecks().Add(MqttCheck.Name, provider => new MqttCheck(provider.GetRequiredService<MqttOptions>(), provider.GetRequiredService<MqttStatus>()));
        services.AddHosted<EventSender>().AddHosted<MqttService>();
    }
}
