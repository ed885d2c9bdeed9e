using AccessKiosk.Storage.Events;

namespace AccessKiosk.Access.Events;

/// <summary>Where events go.</summary>
public interface IEventSink
{
    /// <summary>Takes one event. Called on the camera loop: must not wait on anything slower than a local disk.</summary>
    void Publish(AccessEvent happened);
}
