using AccessKiosk.Hardware.Doors;
using AccessKiosk.Kiosk.Events;

namespace AccessKiosk.Kiosk.Session;

/// <summary>Carries a door's own events into the kiosk's.</summary>
internal static class DoorEvents
{
    /// <summary>Runs until the door is disposed of.</summary>
    public static async Task PumpAsync(Door door, IEventSink events)
    {
        await foreach (var happened in door.Events.ReadAllAsync())
            events.Publish(new()
            {
                Timestamp = happened.At,
                Kind = EventKind.Door,
                Source = happened.Door,
                Reason = DoorWords.Of(happened),
            });
    }
}
