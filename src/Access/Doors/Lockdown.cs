using AccessKiosk.Hardware.Doors;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Files;

namespace AccessKiosk.Access.Doors;

/// <summary>
/// The lockdown of every door. It outlives the process: a file beside the store stands for it, flushed to the disk,
/// so that nobody ends it by pulling the plug. Thread-safe.
/// </summary>
public sealed class Lockdown
{
    private readonly Lock _gate = new();
    private readonly DoorSet _doors;
    private readonly string _mark;

    /// <summary>Locks the doors down again if they were when the kiosk stopped.</summary>
    /// <param name="doors">Every door.</param>
    /// <param name="directory">The store's folder.</param>
    public Lockdown(DoorSet doors, string directory)
    {
        (_doors, _mark) = (doors, Path.Combine(directory, "lockdown"));
        if (File.Exists(_mark))
            Set(true, "begun before the restart");
    }

    /// <summary>Whether any door is locked down.</summary>
    public bool IsOn => _doors.Doors.Any(door => door.State.Has(DoorConditions.Lockdown));

    /// <summary>Locks every door down: first the doors, then the mark, so that no fault of the disk leaves one open.</summary>
    /// <exception cref="StoreException">The doors are locked down, but it would not outlive a restart.</exception>
    public void Begin(string by)
    {
        lock (_gate)
        {
            Set(true, by);
            Try(() => DurableFile.Write(_mark, []), "Every door is locked down, but the lockdown would end with a restart");
        }
    }

    /// <summary>Ends it: first the doors, so that no fault of the disk keeps people in, then the mark.</summary>
    /// <exception cref="StoreException">The doors are free, but the lockdown would be back after a restart.</exception>
    public void End(string by)
    {
        lock (_gate)
        {
            Set(false, by);
            Try(() => File.Delete(_mark), "The lockdown has ended, but would begin again with a restart");
        }
    }

    private void Set(bool on, string by)
    {
        foreach (var door in _doors.Doors)
            door.SetLockdown(on, by);
    }

    private void Try(Action write, string outcome)
    {
        try
        {
            write();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or StoreException)
        {
            throw new StoreException((fault as StoreException)?.Fault ?? StoreFault.ReadOnly, $"{outcome}: {_mark} cannot be written ({fault.Message}).", fault);
        }
    }
}
