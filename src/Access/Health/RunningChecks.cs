using AccessKiosk.Access.Lanes;
using AccessKiosk.Access.Supervision;
using AccessKiosk.Hardware.Doors;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessKiosk.Access.Health;

/// <summary>What only a kiosk that runs can be asked: its services, cameras and doors.</summary>
internal static class RunningChecks
{
    /// <summary>Whether everything in the background runs; unhealthy while a failed service keeps people out.</summary>
    public static HealthCheckResult Services(ServiceSupervisor supervisor)
    {
        var services = supervisor.Health;
        var failed = services.Where(service => service.State is not ServiceState.Running).ToList();
        if (failed.Count == 0 && supervisor.AllowsEntry)
            return CheckOutcome.Ok($"{services.Count} run, {services.Sum(service => service.Restarts)} restarts");
        var found = string.Join("; ", failed.Select(service => $"{service.Name} {(service.State is ServiceState.Stopped ? "stopped" : "restarts")} ({service.Fault})"));
        const string Advice = "Read the log: it has the exception. Restart the kiosk if it does not recover.";
        return supervisor.AllowsEntry ? CheckOutcome.Warn(found, Advice) : CheckOutcome.Fail(found, Advice);
    }

    /// <summary>Whether a camera gives pictures that can be trusted.</summary>
    public static HealthCheckResult Camera(Lane lane) => lane.View.Moment.CameraFault is { } fault
        ? CheckOutcome.Fail(fault, "Check the camera's cable and power.")
        : CheckOutcome.Ok(lane.Camera?.Description ?? "not open");

    /// <summary>How a door is.</summary>
    public static HealthCheckResult Door(Door door)
    {
        var state = door.State;
        var found = $"{state.Mode}, {(state.Leaf is DoorLeaf.Closed ? "closed" : state.Leaf.ToString().ToLowerInvariant())}";
        return state is { Mode: DoorMode.Locked or DoorMode.Unlocked or DoorMode.HoldOpen, Leaf: DoorLeaf.Closed or DoorLeaf.Open }
            ? door.IsSimulated ? CheckOutcome.Simulated(found) : CheckOutcome.Ok(found)
            : CheckOutcome.Fail(found);
    }
}
