using System.Runtime.CompilerServices;
using AccessKiosk.Storage.Events;
using AccessKiosk.Storage.Schema;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Storage.Records;

/// <summary>Events. Appending completes when the event is on the disk; many at once share a transaction.</summary>
public sealed class EventStore : IAsyncDisposable
{
    private const int Page = 1000;
    private readonly StoreCore _core;
    private readonly ChangeSignal _appended = new();
    private readonly EventWriter _writer;

    internal EventStore(StoreCore core) => (_core, _writer) = (core, new(core, _appended));

    /// <summary>Completes when events are next recorded.</summary>
    public Task Appended => _appended.Next;

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

    /// <summary>Every event that fits, newest first, however many; read page by page, so that nothing waits for a slow reader.</summary>
    public async IAsyncEnumerable<AccessEvent> StreamAsync(
        EventQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        for (var page = query with { Limit = Page }; ;)
        {
            var events = await QueryAsync(page, cancellationToken);
            foreach (var happened in events)
                yield return happened;
            if (events.Count < Page)
                yield break;
            page = page with { Before = events[^1] };
        }
    }

    /// <summary>Events recorded after a place, in the order of the record.</summary>
    public Task<IReadOnlyList<AccessEvent>> SinceAsync(long after, int limit, CancellationToken cancellationToken = default) =>
        _core.ReadAsync<IReadOnlyList<AccessEvent>>(
            async (db, token) => (await db.Events.AsNoTracking()
                .Where(row => row.Sequence > after)
                .OrderBy(row => row.Sequence)
                .Take(Math.Clamp(limit, 1, 10_000))
                .ToListAsync(token)).ConvertAll(Event),
            cancellationToken);

    /// <summary>The place of the newest event; 0 when there is none.</summary>
    public Task<long> NewestAsync(CancellationToken cancellationToken = default) =>
        _core.ReadAsync(async (db, token) => await db.Events.MaxAsync(row => (long?)row.Sequence, token) ?? 0, cancellationToken);

    /// <summary>Events recorded after a place, in the order of the record, and then every further one as it is recorded, until cancelled.</summary>
    public async IAsyncEnumerable<AccessEvent> FollowAsync(
        long after, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var next = Appended;
            var events = await SinceAsync(after, Page, cancellationToken);
            foreach (var happened in events)
            {
                yield return happened;
                after = happened.Sequence;
            }

            if (events.Count < Page)
                await next.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Writes what waits, then stops.</summary>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    internal static AccessEvent Event(EventRow row)
    {
        var fields = StoredFields.Parse(row.Details);
        return new()
        {
            Id = row.Id,
            Sequence = row.Sequence,
            At = row.At,
            // Of a newer version, or altered by hand.
            Code = EventCodes.Find(row.Code) ?? new(0, row.Code, EventSeverity.Information, ""),
            Reason = SnakeCase.Parse<ReasonCode>(row.Reason),
            Door = row.Door.Length == 0 ? null : row.Door,
            Person = row.PersonId is { } person ? new PersonId(person) : null,
            Score = row.Score,
            Threshold = row.Threshold,
            Liveness = row.Liveness,
            Detail = row.Detail,
            Camera = fields.Camera,
            Track = fields.Track,
            Frames = fields.Frames,
            Seconds = fields.Seconds,
            Embedder = fields.Embedder,
            Method = fields.Method,
            Cause = fields.Cause,
            Action = fields.Action,
            Cue = fields.Cue,
            Challenged = fields.Challenged,
            Alike = fields.Alike,
        };
    }

    private static EventRow Row(AccessEvent accessEvent) => new()
    {
        Id = accessEvent.Id,
        At = accessEvent.At,
        Code = accessEvent.Code.Name,
        Door = Check.Optional(accessEvent.Door, "the event's door", KioskDb.NameLength) ?? "",
        PersonId = accessEvent.Person?.Value,
        Score = Finite(accessEvent.Score),
        Threshold = Finite(accessEvent.Threshold),
        Liveness = Finite(accessEvent.Liveness),
        Reason = accessEvent.Reason is { } reason ? SnakeCase.Name(reason) : null,
        Detail = Check.Optional(accessEvent.Detail, "the event's detail", KioskDb.TextLength),
        Details = StoredFields.Of(accessEvent),
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
        if (query.People is { } people)
        {
            var ids = people.Select(one => (Guid?)one.Value).ToList();
            rows = rows.Where(row => ids.Contains(row.PersonId));
        }

        if (query.Kind is { } kind)
        {
            var codes = EventCodes.Taken(kind).Select(code => code.Name).ToList();
            rows = rows.Where(row => codes.Contains(row.Code));
        }

        if (query.Without is { Count: > 0 } without)
        {
            var codes = without.Select(code => code.Name).ToList();
            rows = rows.Where(row => !codes.Contains(row.Code));
        }

        if (query.Reason is { } reason)
        {
            var name = SnakeCase.Name(reason);
            rows = rows.Where(row => row.Reason == name);
        }

        if (query.Door is { } door)
            rows = rows.Where(row => row.Door == door);
        if (query.Before is { } before)
            rows = rows.Where(row => row.At < before.At || (row.At == before.At && row.Id.CompareTo(before.Id) < 0));
        return rows;
    }
}
