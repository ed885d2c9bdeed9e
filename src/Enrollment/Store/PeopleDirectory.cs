using System.Collections.Concurrent;
using AccessKiosk.Enrollment.Keys;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Privacy;
using AccessKiosk.Enrollment.Store.Schema;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Enrollment.Store;

/// <summary>
/// Everyone, opened, in memory: sealed names cannot be searched in the database, and a decision must not wait for a disk.
/// It changes only after a commit.
/// </summary>
internal sealed class PeopleDirectory(KeyStore keys, string path)
{
    private readonly ConcurrentDictionary<PersonId, Person> _people = [];
    private readonly ConcurrentDictionary<string, PersonId> _external = new(StringComparer.Ordinal);

    public int Count => _people.Count;

    public IEnumerable<Person> All => _people.Values;

    public Person? Find(PersonId id) => _people.GetValueOrDefault(id);

    public Person? FindExternal(string externalId) =>
        _external.TryGetValue(Check.Key(externalId), out var id) ? Find(id) : null;

    public void Put(Person person)
    {
        if (Find(person.Id)?.ExternalId is { } old && Check.Key(old) != (person.ExternalId is null ? null : Check.Key(person.ExternalId)))
            _external.TryRemove(Check.Key(old), out _);
        _people[person.Id] = person;
        if (person.ExternalId is not null)
            _external[Check.Key(person.ExternalId)] = person.Id;
    }

    public void Remove(PersonId id)
    {
        if (_people.TryRemove(id, out var person) && person.ExternalId is not null)
            _external.TryRemove(Check.Key(person.ExternalId), out _);
    }

    /// <summary>Reads people from their rows; all of them when <paramref name="only"/> is null.</summary>
    public async Task<List<Person>> ReadAsync(KioskDb db, IReadOnlyCollection<Guid>? only, CancellationToken cancellationToken)
    {
        var rows = await Of(db.People, row => only!.Contains(row.Id)).ToListAsync(cancellationToken);
        var counts = await Of(db.References, row => only!.Contains(row.PersonId))
            .GroupBy(row => row.PersonId)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(pair => pair.Key, pair => pair.Count, cancellationToken);
        var consents = await Of(db.Consents, row => only!.Contains(row.PersonId)).ToListAsync(cancellationToken);
        var latest = consents
            .GroupBy(row => row.PersonId)
            .ToDictionary(group => group.Key, group => group.OrderBy(row => row.At).ThenBy(row => row.Id).Last());
        var groups = (await Of(db.Memberships, row => only!.Contains(row.PersonId)).ToListAsync(cancellationToken))
            .ToLookup(row => row.PersonId, row => row.GroupId);
        return rows.ConvertAll(row => Open(
            row, latest.GetValueOrDefault(row.Id), counts.GetValueOrDefault(row.Id), [.. groups[row.Id].Order()]));

        IQueryable<T> Of<T>(DbSet<T> set, System.Linq.Expressions.Expression<Func<T, bool>> these)
            where T : class => only is null ? set.AsNoTracking() : set.AsNoTracking().Where(these);
    }

    private Person Open(PersonRow row, ConsentRow? consent, int references, IReadOnlyList<Guid> groups)
    {
        var profile = Profile.Open(keys, row.Id, row.Profile) ?? throw new StoreException(
            StoreFault.Damaged,
            $"{path}: the profile of person {row.Id:N} does not open with its key: the row was altered or cut; restore the newest backup.");
        return new(
            new(row.Id),
            profile.Name,
            profile.ExternalId,
            profile.Note,
            profile.Status,
            profile.ValidFrom,
            profile.ValidUntil,
            row.CreatedAt,
            row.LastSeenAt,
            consent is null ? null : new Consent(consent.Decision, consent.TextVersion, consent.TakenBy, consent.At),
            references,
            groups) { Pin = profile.Pin };
    }
}
