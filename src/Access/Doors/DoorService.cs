using AccessKiosk.Access.Events;
using AccessKiosk.Access.Supervision;
using AccessKiosk.Hardware.Doors;
using Microsoft.Extensions.Hosting;

namespace AccessKiosk.Access.Doors;

/// <summary>Acts on what the doors tell; when it stops, every door is locked and given back, and its last events are passed on.</summary>
/// <param name="doors">The doors.</param>
/// <param name="contexts">What their events change.</param>
/// <param name="record">Where the events go.</param>
/// <param name="supervisor">Runs it.</param>
public sealed class DoorService(DoorSet doors, DoorContexts contexts, EventRecorder record, ServiceSupervisor supervisor) : IHostedService
{
    private Task _pumps = Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // An event of a door that was taken and not acted on is lost: only a new start puts that right.
        _pumps = Task.WhenAll(contexts.Doors.Select(context => supervisor.RunAsync(
            $"events of door {context.Door.Name}", token => context.PumpAsync(record, token), RestartPolicy.EndKiosk, CancellationToken.None)));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        doors.Dispose();
        return _pumps.WaitAsync(cancellationToken);
    }
}
