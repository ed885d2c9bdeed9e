using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Storage.Records;

/// <summary>Somebody was seen to be safe in the muster that goes on.</summary>
/// <param name="Person">Who.</param>
/// <param name="At">When they were marked.</param>
/// <param name="By">The operator.</param>
public sealed record SafeMark(PersonId Person, DateTimeOffset At, string By);

/// <summary>Where people were at any moment, and who was marked safe. Erasing a person erases both.</summary>
public sealed class MusterStore
{
    private readonly StoreCore _core;
    private readonly ChangeSignal _changed = new();

    internal MusterStore(StoreCore core) => _core = core;

    /// <summary>Completes when a mark is next set or cleared.</summary>
    public Task Changed => _changed.Next;

    /// <summary>The last passage of everybody up to a moment; nobody whose place was unknown then.</summary>
    public Task<IReadOnlyList<StoredPassage>> PlacesAsync(DateTimeOffset at, CancellationToken cancellationToken = default) =>
        _core.ReadAsync<IReadOnlyList<StoredPassage>>(
            async (db, token) => (await db.People
                    .Select(person => new { person.Id, At = db.Passages.Where(row => row.PersonId == person.Id && row.At <= at).Max(row => (DateTimeOffset?)row.At) })
                    .Where(last => last.At != null)
                    .Join(db.Passages, last => new { PersonId = last.Id, At = last.At!.Value }, row => new { row.PersonId, row.At }, (last, row) => row)
                    .Where(row => row.Zone != null)
                    .AsNoTracking()
                    .ToListAsync(token))
                .ConvertAll(row => new StoredPassage(new(row.PersonId), row.At, row.Zone)),
            cancellationToken);

    /// <summary>When the first passage that is kept was; null when there is none.</summary>
    public Task<DateTimeOffset?> FirstAsync(CancellationToken cancellationToken = default) =>
        _core.ReadAsync((db, token) => db.Passages.MinAsync(row => (DateTimeOffset?)row.At, token), cancellationToken);

    /// <summary>Who is marked safe.</summary>
    public Task<IReadOnlyList<SafeMark>> SafeAsync(CancellationToken cancellationToken = default) =>
        _core.ReadAsync<IReadOnlyList<SafeMark>>(
            async (db, token) => (await db.SafeMarks.AsNoTracking().ToListAsync(token)).ConvertAll(row => new SafeMark(new(row.PersonId), row.At, row.By)),
            cancellationToken);

    /// <summary>Marks somebody safe, or takes the mark back; audited. Nothing happens when it is so already, or the person was erased.</summary>
    public async Task MarkAsync(PersonId person, bool safe, string by, CancellationToken cancellationToken = default)
    {
        await _core.WriteAsync(
            async (work, token) =>
            {
                var id = person.Value;
                if (await work.Db.SafeMarks.AnyAsync(row => row.PersonId == id, token) == safe || !await work.Db.People.AnyAsync(row => row.Id == id, token))
                    return;
                if (safe)
                    work.Db.SafeMarks.Add(new() { PersonId = id, At = work.Now, By = by });
                else
                    await work.Db.SafeMarks.Where(row => row.PersonId == id).ExecuteDeleteAsync(token);
                work.Audit(by, safe ? "muster.marked-safe" : "muster.mark-taken-back", person.ToString());
            },
            cancellationToken);
        _changed.Raise();
    }

    /// <summary>Ends a muster: every mark is cleared; audited.</summary>
    /// <returns>How many were marked.</returns>
    public async Task<int> EndAsync(string by, CancellationToken cancellationToken = default)
    {
        var ended = await _core.WriteAsync(
            async (work, token) =>
            {
                var safe = await work.Db.SafeMarks.ExecuteDeleteAsync(token);
                if (safe > 0)
                    work.Audit(by, "muster.ended", null, new { safe });
                return safe;
            },
            cancellationToken);
        _changed.Raise();
        return ended;
    }
}
