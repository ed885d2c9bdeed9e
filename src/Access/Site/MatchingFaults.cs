using AccessKiosk.Access.Events;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Access.Site;

/// <summary>Carries the gallery's faults to the record; to the console until there is one.</summary>
/// <param name="console">Told until then.</param>
/// <param name="time">The clock.</param>
internal sealed class MatchingFaults(IEventSink console, TimeProvider time)
{
    private volatile IEventSink _sink = console;

    /// <summary>Tells of a fault.</summary>
    public void Tell(string fault) => _sink.Publish(new() { At = time.GetUtcNow(), Code = EventCodes.MatchingFault, Detail = fault });

    /// <summary>Tells the record from now on.</summary>
    public void PassTo(IEventSink record) => _sink = record;
}
