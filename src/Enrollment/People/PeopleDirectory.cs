using System.Collections.Concurrent;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Keys;
using AccessKiosk.Storage.Schema;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Enrollment.People;

/// <summary>
/// Everyone, opened, in memory: sealed names cannot be searched in the database, and a decision must not wait for a disk.
/// It changes only after a commit.
/// </summary>
internal sealed class PeopleDirectory(KeyStore keys, string path) : IPeopleCache
{
    private readonly ConcurrentDictionary<PersonId, Person> _people = [];
    private readonly ConcurrentDictionary<string, PersonId> _external = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, PersonId> _accounts = new(StringComparer.Ordinal);

    public int Count => _people.Count;

    public IEnumerable<Person> All => _people.Values;

    public Person? Find(PersonId id) => _people.GetValueOrDefault(id);

    public Person? FindExternal(string externalId) =>
        _external.TryGetValue(Check.Key(externalId), out var id) ? Find(id) : null;

    public Person? FindAccount(string userName) =>
        _accounts.TryGetValue(Check.Key(userName), out var id) ? Find(id) : null;

    /// <summary>The person, or a refusal.</summary>
    public Person Require(PersonId id) => Find(id)
        ?? throw new StoreException(StoreFault.NotFound, $"There is no person {id}: people list shows who there is.");

    public async Task LoadAsync(KioskDb db, CancellationToken cancellationToken) =>
        (await OpenAsync(db, null, cancellationToken)).ForEach(Put);

    public async Task<Action> ReadAsync(KioskDb db, IReadOnlyCollection<Guid> people, CancellationToken cancellationToken)
    {
        var read = await OpenAsync(db, people, cancellationToken);
        return () => read.ForEach(Put);
    }

    public void Remove(PersonId id)
    {
        if (!_people.TryRemove(id, out var person))
            return;
        if (person.ExternalId is not null)
            _external.TryRemove(Check.Key(person.ExternalId), out _);
        if (person.Directory is not null)
            _accounts.TryRemove(Check.Key(person.Directory.UserName), out _);
    }

    private void Put(Person person)
    {
        if (Find(person.Id)?.ExternalId is { } old && Check.Key(old) != (person.ExternalId is null ? null : Check.Key(person.ExternalId)))
            _external.TryRemove(Check.Key(old), out _);
        if (Find(person.Id)?.Directory is { } account && Check.Key(account.UserName) != (person.Directory is null ? null : Check.Key(person.Directory.UserName)))
            _accounts.TryRemove(Check.Key(account.UserName), out _);
        _people[person.Id] = person;
        if (person.Directory is not null)
            _accounts[Check.Key(person.Directory.UserName)] = person.Id;
        if (person.ExternalId is not null)
            _external[Check.Key(person.ExternalId)] = person.Id;
    }

    // All of them when only is null.
    private async Task<List<Person>> OpenAsync(KioskDb db, IReadOnlyCollection<Guid>? only, CancellationToken cancellationToken)
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
            groups) { Pin = profile.Pin, NeedsProof = profile.NeedsProof, Directory = profile.Directory };
    }
}
