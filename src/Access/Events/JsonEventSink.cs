using AccessKiosk.Enrollment.Files;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Access.Events;

/// <summary>Writes events as JSON lines.</summary>
public sealed class JsonEventSink(TextWriter writer) : IEventSink
{
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public void Publish(AccessEvent happened)
    {
        lock (_gate)
            JsonLines.WriteLine(writer, happened);
    }
}
