using AccessKiosk.Access.Configuration;
using AccessKiosk.Access.Doors;
using AccessKiosk.Access.Events;
using AccessKiosk.Access.Health;
using AccessKiosk.Access.Lanes;
using AccessKiosk.Access.Maintenance;
using AccessKiosk.Access.Muster;
using AccessKiosk.Access.Rules;
using AccessKiosk.Access.Supervision;
using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio;
using AccessKiosk.Hardware.Gpio.Drivers;
using AccessKiosk.Hardware.Gpio.Simulated;
using AccessKiosk.Hardware.Timing;
using AccessKiosk.Hardware.Watchdogs;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AccessKiosk.Access.Site;

/// <summary>Registers what a site has once, from its store to its lanes. Hosted services start in the order of registration and stop in the reverse.</summary>
public static class AccessServices
{
    /// <summary>
    /// Opens the store with its people and rules, and registers them with everything that works on them, camera loops apart.
    /// The options of every part must be registered beside. What was opened is disposed of with the container.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="devices">Cameras and doors.</param>
    /// <param name="store">The store.</param>
    /// <param name="calibration">Where thresholds come from.</param>
    /// <param name="console">Where events go besides the store.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ConfigurationException">There is no door, or cameras and doors do not fit together.</exception>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    /// <exception cref="CalibrationException">There is no usable calibration record.</exception>
    public static async Task<IServiceCollection> AddAccessAsync(
        this IServiceCollection services, SiteDevices devices, StoreOptions store, CalibrationChoice calibration, IEventSink console, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(devices);
        if (devices.Doors.Count == 0)
            throw new ConfigurationException(["Doors has no entries; allowed: one or more, for instance Doors:main:Relay=relay with Gpio:Lines:relay."]);
        LanePlan.Of(devices);
        var faults = new MatchingFaults(console, time);
        var population = await EnrolledPopulation.OpenAsync(store, calibration, StoreAccess.Exclusive, time, cancellationToken, faults.Tell);
        try
        {
            var rules = await SiteRules.OpenAsync(population.Store, [.. devices.Doors.Values.Select(door => door.Name)], cancellationToken);
            var memory = await PersistedAccessState.OpenAsync(population.Store, time, cancellationToken);
            // By factories: what they give is disposed of with the container.
            services.AddSingleton(_ => population).AddSingleton(provider => provider.GetRequiredService<EnrolledPopulation>().Store).AddSingleton(_ => memory);
            services.AddSingleton(rules).AddSingleton(rules.Book);
        }
        catch
        {
            await population.DisposeAsync();
            throw;
        }

        services.AddSingleton(time).AddSingleton(devices).AddSingleton(faults).AddSingleton(new EventFeed(console));
        services.AddSingleton<ServiceSupervisor>().AddSingleton<ModelCatalogue>();
        AddDoors(services);
        AddRecord(services);
        services.AddHealthChecks().AddRunningChecks(devices, store.Directory, time);
        services.AddHosted<SiteLifetime>().AddHosted<EventRecorder>().AddHosted<AccessStateWriter>().AddHosted<PopulationWatch>()
            .AddHosted<RetentionKeeper>().AddHosted<AuditInboxKeeper>().AddHosted<ReferenceRenewals>().AddHosted<ProofOfLife>().AddHosted<DoorService>().AddHosted<HoldOpenClock>();
        return services.AddSingleton<MusterRoll>().AddSingleton<LaneSet>().AddSingleton<LaneRunner>();
    }

    /// <summary>Runs the camera loops with the host.</summary>
    public static IServiceCollection AddLaneLoops(this IServiceCollection services) => services.AddHosted<BackgroundKeeper>().AddHosted<LaneRunner>();

    /// <summary>Registers a service, unless it is, that starts and stops with the host.</summary>
    public static IServiceCollection AddHosted<T>(this IServiceCollection services)
        where T : class, IHostedService
    {
        if (services.All(service => service.ServiceType != typeof(T)))
            services.AddSingleton<T>();
        return services.AddHostedService(provider => provider.GetRequiredService<T>());
    }

    private static void AddDoors(IServiceCollection services)
    {
        services.AddSingleton<DoorClock>();
        services.AddSingleton<GpioDriver>(provider =>
        {
            var (options, clock) = (provider.GetRequiredService<GpioOptions>(), provider.GetRequiredService<DoorClock>());
            return options.Driver is GpioDriverKind.Libgpiod ? new HardwareGpioDriver(options, clock) : new SimulatedGpio(clock, options);
        });
        services.AddSingleton(provider =>
        {
            var doors = DoorSet.Open([.. provider.GetRequiredService<SiteDevices>().Doors.Values], provider.GetRequiredService<GpioDriver>(), provider.GetRequiredService<DoorClock>());
            provider.GetRequiredService<ServiceSupervisor>().Guard(doors.Doors);
            return doors;
        });
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<DoorContexts>(provider, provider.GetRequiredService<SiteDevices>().Doors.Values));
        services.AddSingleton(provider => new Lockdown(provider.GetRequiredService<DoorSet>(), provider.GetRequiredService<StoreOptions>().Directory));
        // The doors' clock: a busy machine cannot delay the end of a hold.
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<HoldOpenClock>(
            provider, provider.GetRequiredService<DoorSet>().Doors, provider.GetRequiredService<DoorClock>()));
        services.AddSingleton(provider =>
        {
            var logger = provider.GetRequiredService<ILogger<ServiceWatch>>();
            return ServiceWatch.FromEnvironment(provider.GetRequiredService<DoorClock>(), logger.Heartbeat);
        });
    }

    private static void AddRecord(IServiceCollection services)
    {
        services.AddSingleton(provider =>
        {
            var record = ActivatorUtilities.CreateInstance<EventRecorder>(provider, provider.GetRequiredService<EventFeed>());
            provider.GetRequiredService<MatchingFaults>().PassTo(record);
            return record;
        });
        services.AddSingleton<IEventSink>(provider => provider.GetRequiredService<EventRecorder>());
        services.AddSingleton<IReferenceRenewals>(provider => provider.GetRequiredService<ReferenceRenewals>());
        services.AddSingleton<IProofOfLife>(provider => provider.GetRequiredService<ProofOfLife>());
    }
}
