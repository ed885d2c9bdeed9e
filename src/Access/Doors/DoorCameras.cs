using AccessKiosk.Hardware.Doors;

namespace AccessKiosk.Access.Doors;

/// <summary>
/// The cameras of one door, and what is wrong with each. A camera with a fault lets nobody in; the door itself is locked
/// for it while no other camera of the door is well. Thread-safe.
/// </summary>
public sealed class DoorCameras(Door door)
{
    private readonly Lock _gate = new();
    private readonly List<string> _cameras = [];
    private readonly Dictionary<(string Camera, string What), string> _faults = [];
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>The door's name.</summary>
    public string Door => door.Name;

    /// <summary>Adds a camera, before any of them runs.</summary>
    public CameraTrust Add(string name)
    {
        lock (_gate)
            _cameras.Add(name);
        return new(this, name);
    }

    /// <summary>Whether a camera has no fault.</summary>
    public bool IsTrusted(string camera)
    {
        lock (_gate)
            return !HasFault(camera);
    }

    /// <summary>A camera has a fault.</summary>
    public void Report(string camera, string what, string detail)
    {
        lock (_gate)
        {
            _faults[(camera, what)] = detail;
            Tell();
        }
    }

    /// <summary>A fault of a camera is over.</summary>
    public void Clear(string camera, string what)
    {
        lock (_gate)
        {
            if (_faults.Remove((camera, what)))
                Tell();
        }
    }

    private bool HasFault(string camera) => _faults.Keys.Any(fault => fault.Camera == camera);

    private void Tell()
    {
        var wanted = _cameras.TrueForAll(HasFault) ? _faults : [];
        // First the new ones, so that the door is not free in between.
        foreach (var (fault, detail) in wanted)
        {
            _told.Add(Source(fault));
            door.ReportFault(Source(fault), detail, DoorFaultScope.Faces);
        }

        foreach (var source in _told.Except(wanted.Keys.Select(Source), StringComparer.Ordinal).ToList())
        {
            _told.Remove(source);
            door.ClearFault(source);
        }
    }

    // What the technician reads; the only camera needs no name.
    private string Source((string Camera, string What) fault) => _cameras.Count == 1 ? fault.What : $"{fault.What} {fault.Camera}";
}
