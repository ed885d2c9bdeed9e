using AccessKiosk.Access.Configuration;
using AccessKiosk.Access.Lanes;
using AccessKiosk.Access.Supervision;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Liveness;
using AccessKiosk.Recognition;
using AccessKiosk.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessKiosk.Access.Health;

/// <summary>Registers the checks that <c>doctor</c>, the health page and <c>/health/ready</c> share, each once.</summary>
public static class HealthChecks
{
    /// <summary>The tag of checks that must be healthy for people to be let in.</summary>
    public const string Ready = "ready";

    /// <summary>The tag of checks that cost next to nothing and may be made every second.</summary>
    public const string Quick = "quick";

    /// <summary>What a camera's check is called.</summary>
    public static string Camera(string name) => $"camera {name}";

    /// <summary>What a door's check is called.</summary>
    public static string Door(string name) => $"door {name}";

    /// <summary>The checks of a store that is open, also for reading alone.</summary>
    public static IHealthChecksBuilder AddStoreChecks(this IHealthChecksBuilder checks, TimeProvider time) => checks
        .Add("store", provider => new StoreCheck(provider.GetRequiredService<KioskStore>()))
        .Add("witnessed time", provider => Check(() => MachineChecks.Witnessed(provider.GetRequiredService<KioskStore>().Clock.Read())))
        .Add("access rules", provider => new RulesCheck(provider.GetRequiredService<KioskStore>(), provider.GetRequiredService<SiteDevices>(), time));

    /// <summary>The check of a store that does not open.</summary>
    public static IHealthChecksBuilder AddStoreFault(this IHealthChecksBuilder checks, StoreException fault) =>
        checks.AddCheck("store", () => CheckOutcome.Fail(fault.Message, StoreCheck.Closed));

    /// <summary>The liveness calibration's check.</summary>
    public static IHealthChecksBuilder AddLivenessCheck(this IHealthChecksBuilder checks) =>
        checks.Add("liveness calibration", provider => new LivenessCalibrationCheck(provider.GetRequiredService<LivenessOptions>()));

    /// <summary>The machine's checks.</summary>
    /// <param name="checks">Where to.</param>
    /// <param name="folder">A folder on the disk that must have room.</param>
    /// <param name="time">The clock.</param>
    public static IHealthChecksBuilder AddMachineChecks(this IHealthChecksBuilder checks, string folder, TimeProvider time) => checks
        .AddCheck("disk", () => MachineChecks.Disk(folder))
        .AddCheck("memory", MachineChecks.Memory)
        .AddCheck("clock", () => MachineChecks.Clock(time))
        .AddCheck("network", () => NetworkCheck.Run(UnitNetwork.Installed()));

    /// <summary>Every check of a kiosk that runs.</summary>
    /// <param name="checks">Where to.</param>
    /// <param name="devices">Cameras and doors.</param>
    /// <param name="storeFolder">The store's folder.</param>
    /// <param name="time">The clock.</param>
    public static IHealthChecksBuilder AddRunningChecks(this IHealthChecksBuilder checks, SiteDevices devices, string storeFolder, TimeProvider time)
    {
        checks.Add("database", provider => new RecordCheck(provider.GetRequiredService<KioskStore>()), Ready, Quick);
        checks.AddStoreChecks(time);
        checks.Add("calibration", provider =>
        {
            var population = provider.GetRequiredService<EnrolledPopulation>();
            return new CalibrationCheck(() => population.Points, () => population.Gallery.References, provider.GetRequiredService<RecognitionOptions>());
        });
        checks.AddLivenessCheck();
        checks.Add("services", provider => Check(() => RunningChecks.Services(provider.GetRequiredService<ServiceSupervisor>())), Ready, Quick);
        foreach (var (name, _, _) in LanePlan.Cameras(devices))
            checks.Add(Camera(name), provider => Check(() => RunningChecks.Camera(provider.GetRequiredService<LaneSet>()[name]!)), Ready, Quick);
        foreach (var door in devices.Doors.Values)
            checks.Add(Door(door.Name), provider => Check(() => RunningChecks.Door(provider.GetRequiredService<DoorSet>()[door.Name]!)), Quick);
        checks.AddCheck("temperature", MachineChecks.Temperature);
        checks.AddCheck("priority", MachineChecks.Priority);
        return checks.AddMachineChecks(storeFolder, time);
    }

    /// <summary>Adds a check.</summary>
    /// <param name="checks">Where to.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="create">Makes it.</param>
    /// <param name="tags">Its tags.</param>
    public static IHealthChecksBuilder Add(this IHealthChecksBuilder checks, string name, Func<IServiceProvider, IHealthCheck> create, params string[] tags)
    {
        ArgumentNullException.ThrowIfNull(checks);
        return checks.Add(new HealthCheckRegistration(name, create, failureStatus: null, tags));
    }

    private static LookCheck Check(Func<HealthCheckResult> look) => new(look);

    private sealed class LookCheck(Func<HealthCheckResult> look) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(look());
    }
}
