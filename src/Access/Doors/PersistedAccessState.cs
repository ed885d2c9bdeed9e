using AccessKiosk.Access.Policy;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Records;

namespace AccessKiosk.Access.Doors;

/// <summary>
/// What the policy remembers, shared by every door of the box and kept over a restart: written behind the decisions, the
/// newest state only, so that a slow disk neither delays a door nor queues work.
/// </summary>
public sealed class PersistedAccessState : IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    private readonly KioskStore? _store;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _changed = new(0, 1);
    private Dictionary<(string Kind, string Key), StoredAccessState> _written = [];
    private readonly List<StoredPassage> _passages = [];
    private AccessState _state = AccessState.Empty;
    private volatile bool _ending;

    /// <summary>A memory that ends with the process, for demonstrations.</summary>
    public PersistedAccessState() => _time = TimeProvider.System;

    private PersistedAccessState(KioskStore store, IReadOnlyList<StoredAccessState> lines, TimeProvider time)
    {
        (_store, _time) = (store, time);
        _state = StateText.Read(lines);
        _written = lines.ToDictionary(line => (line.Kind, line.Key));
        store.Changed += OnChanged;
    }

    /// <summary>Held while a state is read, decided on and replaced.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The newest state; replaced under <see cref="Gate"/>.</summary>
    public AccessState State
    {
        get => Volatile.Read(ref _state);
        set
        {
            if (ReferenceEquals(value, _state))
                return;
            Volatile.Write(ref _state, value);
            Wake();
        }
    }

    /// <summary>A moment of the wall clock, now, on the clock that failures are counted by.</summary>
    public DateTimeOffset Steady(DateTimeOffset now) => _store?.Clock.Steady ?? now;

    /// <summary>Takes up what the last run left.</summary>
    /// <param name="store">Where it is kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<PersistedAccessState> OpenAsync(KioskStore store, TimeProvider time, CancellationToken cancellationToken) =>
        new(store, await store.AccessStates.ListAsync(cancellationToken), time);

    /// <summary>Somebody who was granted has gone through. The caller holds <see cref="Gate"/>.</summary>
    /// <param name="policy">The rules.</param>
    /// <param name="request">Who, where and when.</param>
    public void Pass(AccessPolicy policy, in AccessRequest request)
    {
        var (before, after) = (State.Presences, policy.Passed(request, State));
        if (after.Presences != before)
            Note(new(new(request.Person!.Id), request.At, after.Presences[request.Person.Id].Zone));
        State = after;
    }

    /// <summary>Staff forgive where people are recorded to be: the next door lets them in.</summary>
    /// <param name="people">Who; null for everybody.</param>
    /// <returns>How many were recorded somewhere.</returns>
    public int Forgive(IReadOnlyCollection<PersonId>? people)
    {
        lock (Gate)
        {
            var before = State.Presences;
            State = State.Forgive(people is null ? null : [.. people.Select(person => person.Value)]);
            foreach (var person in before.Keys.Where(person => !State.Presences.ContainsKey(person)))
                Note(new(new(person), _time.GetUtcNow(), null));
            return before.Count - State.Presences.Count;
        }
    }

    /// <summary>Staff end the back-off of a door's pads.</summary>
    public void ClearPads(string door)
    {
        lock (Gate)
            State = State.ClearPads(door);
    }

    /// <summary>Staff end the back-off of one person's PIN.</summary>
    public void ClearPin(PersonId person)
    {
        lock (Gate)
            State = State.ClearPin(person.Value);
    }

    /// <summary>Forgives on a store that no kiosk has open.</summary>
    public static async Task<int> ForgiveAsync(KioskStore store, IReadOnlyCollection<PersonId>? people, CancellationToken cancellationToken)
    {
        var lines = await store.AccessStates.ListAsync(cancellationToken);
        var state = StateText.Read(lines);
        var kept = StateText.Lines(state.Forgive(people is null ? null : [.. people.Select(person => person.Value)])).Select(line => (line.Kind, line.Key)).ToHashSet();
        (string, string)[] removed = [.. StateText.Lines(state).Select(line => (line.Kind, line.Key)).Where(line => !kept.Contains(line))];
        var now = store.Clock.Read().Now;
        await store.AccessStates.WriteAsync(
            [], removed, [.. state.Presences.Keys.Where(person => people?.Contains(new(person)) is not false).Select(person => new StoredPassage(new(person), now, null))], cancellationToken);
        return removed.Length;
    }

    /// <summary>No longer follows the store.</summary>
    public void Dispose()
    {
        if (_store is not null)
            _store.Changed -= OnChanged;
        _changed.Dispose();
    }

    /// <summary>The state that is there now is the last to be written.</summary>
    internal void Complete()
    {
        _ending = true;
        Wake();
    }

    /// <summary>Writes every newest state until <see cref="Complete"/>.</summary>
    internal async Task WriteAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // Asked before the state is taken: what changes after that is not the last.
            var isLast = _ending;
            await WriteNewestAsync(cancellationToken);
            if (isLast)
                return;
            await _changed.WaitAsync(cancellationToken);
        }
    }

    // A memory without a store keeps no past.
    private void Note(StoredPassage passage)
    {
        if (_store is not null)
            _passages.Add(passage);
        Wake();
    }

    private void Wake()
    {
        try
        {
            _changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // The writer is about to look anyway.
        }
    }

    private void OnChanged(object? sender, StoreChangedEventArgs change)
    {
        if (change.Kind is not StoreChangeKind.Removed)
            return;
        lock (Gate)
            State = State.Forgive(change.Person.Value) with { PersonFailures = State.PersonFailures.Remove(change.Person.Value) };
    }

    private async Task WriteNewestAsync(CancellationToken cancellationToken)
    {
        AccessState state;
        StoredPassage[] passages;
        lock (Gate)
            (state, passages) = (State, [.. _passages]);
        var lines = StateText.Lines(state).ToDictionary(line => (line.Kind, line.Key));
        StoredAccessState[] put = [.. lines.Values.Where(line => !_written.TryGetValue((line.Kind, line.Key), out var old) || old != line)];
        (string, string)[] removed = [.. _written.Keys.Where(key => !lines.ContainsKey(key))];
        if (put.Length == 0 && removed.Length == 0 && passages.Length == 0)
            return;
        while (true)
        {
            try
            {
                await _store!.AccessStates.WriteAsync(put, removed, passages, cancellationToken);
                _written = lines;
                lock (Gate)
                    _passages.RemoveRange(0, passages.Length);
                return;
            }
            catch (StoreException)
            {
                // Events cannot be written either then, and the door is locked for it, which is said there.
                await Task.Delay(RetryAfter, _time, cancellationToken);
            }
        }
    }
}
