namespace AccessKiosk.Hardware.Doors;

/// <summary>
/// Doors of which one at a time may be unlocked or open (a mantrap). All of them share one gate, so that two grants at
/// the same moment cannot both win.
/// </summary>
public sealed class DoorInterlock
{
    private readonly List<Door> _doors = [];

    internal Lock Gate { get; } = new();

    internal void Join(Door door)
    {
        lock (Gate)
        {
            _doors.Add(door);
            foreach (var each in _doors)
                Inform(each);
        }
    }

    internal void Leave(Door door)
    {
        lock (Gate)
        {
            _doors.Remove(door);
            foreach (var each in _doors)
                Inform(each);
        }
    }

    /// <summary>Tells the others after a door has moved; the caller holds the gate.</summary>
    internal void Moved(Door door)
    {
        foreach (var other in _doors.Where(other => other != door))
            Inform(other);
    }

    private void Inform(Door door)
    {
        var busy = _doors.Exists(other => other != door && !other.State.IsSecure);
        if (door.State.Has(DoorConditions.PeerBusy) != busy)
            door.Post(busy ? DoorInput.PeerBusy : DoorInput.PeerSecure);
    }
}
