using AccessKiosk.Enrollment.Files;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Access.Events;

/// <summary>Writes events as JSON lines.</summary>
/// <param name="writer">Where.</param>
/// <param name="showNames">Whether people are called by name; else by their identifier, for output that is kept, such as the journal's.</param>
public sealed class JsonEventSink(TextWriter writer, bool showNames) : IEventSink
{
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public void Publish(AccessEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        var told = showNames ? happened : happened.WithoutNames();
        lock (_gate)
            JsonLines.WriteLine(writer, told);
    }
}
