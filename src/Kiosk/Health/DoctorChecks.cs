using AccessKiosk.Access.Health;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Storage;
using AccessKiosk.Web.Addresses;
using AccessKiosk.Web.Api.Webhooks;
using AccessKiosk.Web.Notifications;
using AccessKiosk.Web.Notifications.Mqtt;
using AccessKiosk.Web.Security.Tls;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace AccessKiosk.Kiosk.Health;

/// <summary>The checks of a machine on which no kiosk need run: those of the running kiosk as far as they can be made, and of what it would open.</summary>
internal static class DoctorChecks
{
    /// <summary>Makes every check, one after the other: two at once would fight for the camera and the models.</summary>
    public static async Task<IReadOnlyList<CheckResult>> RunAsync(KioskOptions options, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddLogging(log => log.SetMinimumLevel(LogLevel.None)).AddSettings(options).AddSingleton(options.Devices());
        var checks = services.AddHealthChecks();
        NativeChecks.Add(checks);
        ModelChecks.Add(checks, options.Inference);
        await using var store = await OpenAsync(options, checks, cancellationToken);
        await AddCalibrationAsync(options, store, checks, cancellationToken);
        checks.AddLivenessCheck();
        CameraCheck.Add(checks, options);
        DoorChecks.Add(checks, options);
        checks.AddMachineChecks(AppContext.BaseDirectory, TimeProvider.System);
        if (options.Web.Enabled)
            checks.Add(AddressCheck.Name, _ => new AddressCheck(SiteAddresses.Configured(options.Web)));
        if (options.Web is { Enabled: true, HttpsPort: >= 0 })
            checks.AddCheck(CertificateCheck.Name, () => CertificateCheck.Run(options.Web, options.Store.Directory, TimeProvider.System));
        if (options.Web.Enabled && options.Mqtt.Host.Length > 0)
            checks.Add(MqttCheck.Name, _ => new MqttCheck(options.Mqtt, UnitNetwork.Installed()));
        if (store is not null)
            services.AddSingleton(store);
        await using var provider = services.BuildServiceProvider();
        var service = provider.GetRequiredService<HealthCheckService>();
        var results = new List<CheckResult>();
        foreach (var check in provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<HealthCheckServiceOptions>>().Value.Registrations)
        {
            var report = await service.CheckHealthAsync(registration => registration == check, cancellationToken);
            results.Add(CheckResult.Of(check.Name, report.Entries[check.Name]));
        }

        return results;
    }

    // Nothing is said of a store where there is none yet.
    private static async Task<KioskStore?> OpenAsync(KioskOptions options, IHealthChecksBuilder checks, CancellationToken cancellationToken)
    {
        if (!options.Store.Exists)
            return null;
        try
        {
            var store = await KioskStore.OpenAsync(options.Store, StoreAccess.Read, TimeProvider.System, cancellationToken);
            checks.AddStoreChecks(TimeProvider.System);
            if (options.Web.Enabled)
            {
                checks.Add(WebhookCheck.Name, provider => new WebhookCheck(provider.GetRequiredService<KioskStore>(), options.Web, UnitNetwork.Installed()));
                checks.Add(NotificationCheck.Name, provider => new NotificationCheck(provider.GetRequiredService<KioskStore>(), options.Mail, UnitNetwork.Installed()));
            }

            return store;
        }
        catch (StoreException fault)
        {
            checks.AddStoreFault(fault);
            return null;
        }
    }

    private static async Task AddCalibrationAsync(KioskOptions options, KioskStore? store, IHealthChecksBuilder checks, CancellationToken cancellationToken)
    {
        Func<ActiveCalibration> points = () => ActiveCalibration.Load(options.Recognition.Thresholds);
        var references = 0;
        try
        {
            if (store is not null)
            {
                references = (await store.StatusAsync(cancellationToken)).References;
                var active = await ActiveCalibration.LoadAsync(options.Recognition.Thresholds, store, _ => { }, cancellationToken);
                points = () => active;
            }
        }
        catch (Exception fault) when (fault is StoreException or Enrollment.Calibration.Data.CalibrationException)
        {
            // The store's own check says the one; loading what the options name says the other.
        }

        checks.Add("calibration", _ => new CalibrationCheck(points, () => references, options.Recognition));
    }
}
