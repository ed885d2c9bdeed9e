using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Store.Schema;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Enrollment.Store;

/// <summary>Events. Appending completes when the event is on the disk; many at once share a transaction.</summary>
public sealed class EventStore : IAsyncDisposable
{
    private readonly StoreCore _core;
    private readonly EventWriter _writer;

    internal EventStore(StoreCore core) => (_core, _writer) = (core, new(core));

    /// <summary>
    /// Appends an event; durable on completion. Cancelling stops the waiting, not the write.
    /// A person erased meanwhile is left out.
    /// </summary>
    public Task AppendAsync(AccessEvent accessEvent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(accessEvent);
        if (_core.Database.ReadOnly)
            throw new StoreException(StoreFault.ReadOnly, "The store is open for reading only.");
        return _writer.AppendAsync(Row(accessEvent), cancellationToken);
    }

    /// <summary>Events, newest first.</summary>
    public Task<IReadOnlyList<AccessEvent>> QueryAsync(EventQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _core.ReadAsync<IReadOnlyList<AccessEvent>>(
            async (db, token) =>
            {
                var rows = Filter(db.Events.AsNoTracking(), query)
                    .OrderByDescending(row => row.At)
                    .ThenByDescending(row => row.Id)
                    .Take(Math.Clamp(query.Limit, 1, 10_000));
                return (await rows.ToListAsync(token)).ConvertAll(Event);
            },
            cancellationToken);
    }

    /// <summary>Writes what waits, then stops.</summary>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    internal static AccessEvent Event(EventRow row) => new()
    {
        Id = row.Id,
        At = row.At,
        Kind = row.Kind,
        Door = row.Door,
        Person = row.PersonId is { } person ? new PersonId(person) : null,
        Score = row.Score,
        Threshold = row.Threshold,
        Liveness = row.Liveness,
        Reason = row.Reason,
        Details = row.Details,
    };

    private static EventRow Row(AccessEvent accessEvent) => new()
    {
        Id = accessEvent.Id,
        At = accessEvent.At,
        Kind = Check.Text(accessEvent.Kind, "the event's kind", 100),
        Door = Check.Text(accessEvent.Door, "the event's door", KioskDb.NameLength),
        PersonId = accessEvent.Person?.Value,
        Score = Finite(accessEvent.Score),
        Threshold = Finite(accessEvent.Threshold),
        Liveness = Finite(accessEvent.Liveness),
        Reason = Check.Optional(accessEvent.Reason, "the event's reason", KioskDb.TextLength),
        Details = accessEvent.Details,
    };

    // SQLite has no NaN: it would be stored as nothing anyway.
    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private static IQueryable<EventRow> Filter(IQueryable<EventRow> rows, EventQuery query)
    {
        if (query.From is { } from)
            rows = rows.Where(row => row.At >= from);
        if (query.Until is { } until)
            rows = rows.Where(row => row.At < until);
        if (query.Person?.Value is { } person)
            rows = rows.Where(row => row.PersonId == person);
        if (query.Kind is { } kind)
            rows = rows.Where(row => row.Kind == kind);
        if (query.Door is { } door)
            rows = rows.Where(row => row.Door == door);
        if (query.Before is { } before)
            rows = rows.Where(row => row.At < before.At || (row.At == before.At && row.Id.CompareTo(before.Id) < 0));
        return rows;
    }
}
