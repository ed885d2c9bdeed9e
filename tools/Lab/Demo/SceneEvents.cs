using AccessKiosk.Access.Events;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Lab.Demo;

/// <summary>Passes events on and remembers the decisions among them. Thread-safe.</summary>
internal sealed class SceneEvents(IEventSink next) : IEventSink
{
    private readonly Lock _gate = new();
    private readonly List<AccessEvent> _decisions = [];

    /// <summary>The decisions so far.</summary>
    public IReadOnlyList<AccessEvent> Decisions
    {
        get
        {
            lock (_gate)
                return [.. _decisions];
        }
    }

    /// <summary>How many decisions there were since the last call; forgets them.</summary>
    public int Take()
    {
        lock (_gate)
        {
            var count = _decisions.Count;
            _decisions.Clear();
            return count;
        }
    }

    /// <inheritdoc/>
    public void Publish(AccessEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        lock (_gate)
        {
            if (EventCodes.IsDecision(happened.Code))
                _decisions.Add(happened);
            next.Publish(happened);
        }
    }
}
