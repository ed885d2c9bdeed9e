namespace AccessKiosk.Access.Doors;

/// <summary>One camera's word at its door: whether a face that it shows may open. Thread-safe.</summary>
public sealed class CameraTrust(DoorCameras cameras, string name)
{
    /// <summary>The name of the door.</summary>
    public string Door => cameras.Door;

    /// <summary>Whether nothing is wrong with it.</summary>
    public bool IsTrusted => cameras.IsTrusted(name);

    /// <summary>Something that the camera's word depends on has failed.</summary>
    /// <param name="what">What failed; each fault is cleared separately.</param>
    /// <param name="detail">A line for the technician.</param>
    public void Report(string what, string detail) => cameras.Report(name, what, detail);

    /// <summary>It works again.</summary>
    public void Clear(string what) => cameras.Clear(name, what);
}
