using AccessKiosk.Access.Events;
using AccessKiosk.Access.Policy;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Indicators;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Access.Doors;

/// <summary>A door with all that its lanes share: the rules and their memory, its cameras, the people on their way through.</summary>
/// <param name="door">The door.</param>
/// <param name="policy">The rules.</param>
/// <param name="memory">What the rules remember, shared by every door of the site.</param>
/// <param name="indicators">The lamps and the buzzer at the door; null where there are none.</param>
public sealed class DoorContext(Door door, CurrentAccessPolicy policy, PersistedAccessState memory, IDoorIndicators? indicators = null)
{
    /// <summary>The door.</summary>
    public Door Door => door;

    /// <summary>The rules.</summary>
    public CurrentAccessPolicy Policy => policy;

    /// <summary>What the rules remember.</summary>
    public PersistedAccessState Memory => memory;

    /// <summary>The lamps and the buzzer at the door; null where there are none.</summary>
    public IDoorIndicators? Indicators => indicators;

    /// <summary>Its cameras.</summary>
    public DoorCameras Cameras { get; } = new(door);

    /// <summary>Those who were granted.</summary>
    public PendingEntries PendingEntries { get; } = new(door, policy, memory);

    /// <summary>Carries the door's own events into the kiosk's, until the door is disposed of.</summary>
    /// <param name="events">Told of each.</param>
    /// <param name="cancellationToken">Ends it before.</param>
    public async Task PumpAsync(IEventSink events, CancellationToken cancellationToken = default)
    {
        await foreach (var happened in door.Events.ReadAllAsync(cancellationToken))
        {
            Hear(happened);
            foreach (var code in DoorEventCodes.Of(happened))
                events.Publish(new() { At = happened.At, Code = code, Door = happened.Door, Cause = SnakeCase.Name(happened.Cause), Detail = happened.Detail });
        }
    }

    /// <summary>Receives the door's events, in order.</summary>
    public void Hear(DoorEvent happened)
    {
        indicators?.Show(happened);
        if (happened.Actions.HasFlag(DoorActions.RecordOpened))
            PendingEntries.Opened(happened);
    }
}
