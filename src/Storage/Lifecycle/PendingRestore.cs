using AccessKiosk.Storage.Files;

namespace AccessKiosk.Storage.Lifecycle;

/// <summary>
/// A verified backup that waits to be put in place. It holds the store until it is disposed of; what was verified is the
/// copy that is put in place, whatever happens to the file meanwhile.
/// </summary>
public sealed class PendingRestore : IAsyncDisposable
{
    private readonly string _candidate;
    private readonly Func<Task<RestoreReport>> _apply;
    private StoreLock? _held;

    internal PendingRestore(StoreLock held, string candidate, RestoreChanges changes, Func<Task<RestoreReport>> apply) =>
        (_held, _candidate, Changes, _apply) = (held, candidate, changes, apply);

    /// <summary>What it would change.</summary>
    public RestoreChanges Changes { get; }

    /// <summary>Puts the backup in place; the database before it is kept beside it.</summary>
    public Task<RestoreReport> ApplyAsync()
    {
        ObjectDisposedException.ThrowIf(_held is null, this);
        // From here on the store that is opened has the lock.
        _held = null;
        return Task.Run(_apply);
    }

    /// <summary>Leaves the store as it was, unless the backup was put in place.</summary>
    public ValueTask DisposeAsync()
    {
        _held?.Dispose();
        _held = null;
        File.Delete(_candidate);
        return ValueTask.CompletedTask;
    }
}
