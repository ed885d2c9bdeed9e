using AccessKiosk.Storage.Schema;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Storage.Records;

/// <summary>One thing that the access policy remembers over a restart.</summary>
/// <param name="Kind">What it is, in the policy's words.</param>
/// <param name="Key">Which door or whom it is about; with the kind, unique.</param>
/// <param name="Person">The person it is erased with; null when it is about a door.</param>
/// <param name="Text">What is remembered, up to 2,000 characters.</param>
public sealed record StoredAccessState(string Kind, string Key, PersonId? Person, string Text);

/// <summary>Where somebody went.</summary>
/// <param name="Person">Who.</param>
/// <param name="At">When.</param>
/// <param name="Zone">The place; null when their place was forgotten.</param>
public sealed record StoredPassage(PersonId Person, DateTimeOffset At, string? Zone);

/// <summary>What the access policy remembers. Erasing a person erases what is about the person.</summary>
public sealed class AccessStateStore
{
    private readonly StoreCore _core;

    internal AccessStateStore(StoreCore core) => _core = core;

    /// <summary>Everything remembered.</summary>
    public Task<IReadOnlyList<StoredAccessState>> ListAsync(CancellationToken cancellationToken = default) =>
        _core.ReadAsync<IReadOnlyList<StoredAccessState>>(
            async (db, token) => (await db.AccessStates.AsNoTracking().ToListAsync(token))
                .ConvertAll(row => new StoredAccessState(row.Kind, row.Key, row.PersonId is { } id ? new PersonId(id) : null, row.Text)),
            cancellationToken);

    /// <summary>Writes what changed in one transaction; not audited, for it follows from events. An erased person is left out.</summary>
    /// <param name="put">What is new or changed.</param>
    /// <param name="removed">What is forgotten.</param>
    /// <param name="passages">Where people went since the last time, in order.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task WriteAsync(
        IReadOnlyCollection<StoredAccessState> put, IReadOnlyCollection<(string Kind, string Key)> removed, IReadOnlyCollection<StoredPassage> passages, CancellationToken cancellationToken = default) =>
        _core.WriteAsync(
            async (work, token) =>
            {
                foreach (var (kind, key) in removed.Concat(put.Select(memory => (memory.Kind, memory.Key))))
                    await work.Db.AccessStates.Where(row => row.Kind == kind && row.Key == key).ExecuteDeleteAsync(token);
                var people = put.Select(memory => memory.Person?.Value).OfType<Guid>().Concat(passages.Select(passage => passage.Person.Value)).Distinct().ToList();
                var known = await work.Db.People.Where(row => people.Contains(row.Id)).Select(row => row.Id).ToListAsync(token);
                work.Db.AccessStates.AddRange(put
                    .Where(memory => memory.Person is not { } person || known.Contains(person.Value))
                    .Select(memory => new AccessStateRow { Kind = memory.Kind, Key = memory.Key, PersonId = memory.Person?.Value, Text = memory.Text }));
                // Of one instant the last counts.
                foreach (var passage in passages.Where(passage => known.Contains(passage.Person.Value)).GroupBy(passage => (passage.Person, passage.At.ToUnixTimeMilliseconds())).Select(same => same.Last()))
                {
                    await work.Db.Passages.Where(row => row.PersonId == passage.Person.Value && row.At == passage.At).ExecuteDeleteAsync(token);
                    work.Db.Passages.Add(new() { PersonId = passage.Person.Value, At = passage.At, Zone = passage.Zone });
                }
            },
            cancellationToken);
}
