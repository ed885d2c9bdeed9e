using System.Threading.Channels;
using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Population;

/// <summary>
/// Keeps a gallery in step with its store. Whoever loses their references is out of the gallery before the store's
/// task completes; whoever gains some is in it milliseconds later. Searches go on meanwhile.
/// </summary>
public sealed class GalleryFollower : IAsyncDisposable
{
    private readonly KioskStore _store;
    private readonly Gallery _gallery;
    private readonly Action<string> _onFault;
    private readonly Channel<Change> _changes = Channel.CreateUnbounded<Change>(new() { SingleReader = true });
    private readonly Lock _edit = new();
    private Task _pump = Task.CompletedTask;

    /// <summary>Listens from now on, and begins to act with <see cref="Start"/>.</summary>
    public GalleryFollower(KioskStore store, Gallery gallery, Action<string> onFault)
    {
        (_store, _gallery, _onFault) = (store, gallery, onFault);
        store.Changed += OnChanged;
    }

    /// <summary>Acts on what changed since the follower was made, and on all that follows.</summary>
    public void Start() => _pump = PumpAsync();

    /// <summary>Ends with <see cref="DisposeAsync"/>, or by an unexpected failure.</summary>
    public Task Completion => _pump;

    /// <summary>Completes when every change before this call is in the gallery; fails when the follower has failed.</summary>
    public async Task SettledAsync()
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_changes.Writer.TryWrite(new(default, settled)))
            await await Task.WhenAny(settled.Task, _pump);
    }

    /// <summary>Acts on what has changed already, and ends. A failure is <see cref="Completion"/>'s alone.</summary>
    public async ValueTask DisposeAsync()
    {
        _store.Changed -= OnChanged;
        _changes.Writer.TryComplete();
        await _pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void OnChanged(object? sender, StoreChangedEventArgs change)
    {
        if (change.Kind is StoreChangeKind.Changed)
            return;
        if (!HasReferences(change.Person))
            lock (_edit)
                _gallery.Remove(change.Person);
        else
            _changes.Writer.TryWrite(new(change.Person, Settled: null));
    }

    private async Task PumpAsync()
    {
        await foreach (var change in _changes.Reader.ReadAllAsync())
        {
            if (change.Settled is null)
                await UpdateAsync(change.Person);
            change.Settled?.SetResult();
        }
    }

    private async Task UpdateAsync(PersonId person)
    {
        try
        {
            var references = await GalleryLoader.LoadAsync(_store, person, _gallery.ModelHash, CancellationToken.None);
            lock (_edit)
            {
                // Erased while they were read: the store's directory knows before the handler takes them out.
                if (references.Count > 0 && HasReferences(person))
                    _gallery.Set(person, references);
                else
                    _gallery.Remove(person);
            }
        }
        catch (Exception fault) when (fault is StoreException or ArgumentException)
        {
            // Rather nobody than somebody doubtful.
            lock (_edit)
                _gallery.Remove(person);
            _onFault(fault.Message);
        }
    }

    private bool HasReferences(PersonId person) => _store.People.Find(person) is { References: > 0 };

    private readonly record struct Change(PersonId Person, TaskCompletionSource? Settled);
}
