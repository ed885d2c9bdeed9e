using System.Globalization;
using System.Security.Cryptography;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Keys;
using AccessKiosk.Storage.Schema;
using AccessKiosk.Storage.Sqlite;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Enrollment.People;

/// <summary>People: reading is from memory and at once; writing is durable and audited when the task completes.</summary>
public sealed class PeopleStore
{
    private readonly StoreCore _core;
    private readonly PeopleDirectory _people;

    internal PeopleStore(StoreCore core, PeopleDirectory people) => (_core, _people) = (core, people);

    /// <summary>How many people there are.</summary>
    public int Count => _people.Count;

    /// <summary>The person, or null.</summary>
    public Person? Find(PersonId id) => _people.Find(id);

    /// <summary>The person with this staff number (case does not matter), or null.</summary>
    public Person? FindByExternalId(string externalId) => _people.FindExternal(externalId);

    /// <summary>The person whom a directory calls by this name (case does not matter), also one whom it has deleted; or null.</summary>
    public Person? FindByUserName(string userName) => _people.FindAccount(userName);

    /// <summary>Everyone, in no order.</summary>
    public IEnumerable<Person> All => _people.All;

    /// <summary>Everyone, by name.</summary>
    public IReadOnlyList<Person> List() => Sorted(_people.All);

    /// <summary>People whose name, staff number or identifier contains the text; case and accents do not matter.</summary>
    public IReadOnlyList<Person> Search(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var compare = CultureInfo.InvariantCulture.CompareInfo;
        var wanted = text.Trim();
        return Sorted(_people.All.Where(person => Has(person.Name) || Has(person.ExternalId) || Has(person.Id.ToString())));

        bool Has(string? value) =>
            value is not null && compare.IndexOf(value, wanted, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) >= 0;
    }

    /// <summary>People of the same name, to warn of a second enrolment; names need not be unique.</summary>
    public IReadOnlyList<Person> SameName(string name)
    {
        var key = Check.Key(Check.Text(name, "the name", KioskDb.NameLength));
        return Sorted(_people.All.Where(person => Check.Key(person.Name) == key));
    }

    /// <summary>Adds a person without references: one who declined, or is to be enrolled later.</summary>
    public Task<Person> AddAsync(
        NewPerson person, NewConsent? consent, string by, CancellationToken cancellationToken = default) =>
        AddAsync([(person, consent, [])], by, person => person[0], cancellationToken);

    /// <summary>Adds people without references and without a consent, in one transaction: all or none.</summary>
    public Task<IReadOnlyList<Person>> AddAsync(IReadOnlyList<NewPerson> people, string by, CancellationToken cancellationToken = default) =>
        AddAsync([.. people.Select(person => (person, (NewConsent?)null, (IReadOnlyList<NewReference>)[]))], by, added => added, cancellationToken);

    /// <summary>Enrols a person: person, consent and references in one transaction.</summary>
    public Task<Person> EnrolAsync(NewEnrollment enrolment, string by, CancellationToken cancellationToken = default) =>
        EnrolAsync([enrolment], by, people => people[0], cancellationToken);

    /// <summary>Enrols many people in one transaction: all or none. An import does some dozens at a time.</summary>
    public Task<IReadOnlyList<Person>> EnrolAsync(
        IReadOnlyList<NewEnrollment> enrolments, string by, CancellationToken cancellationToken = default) =>
        EnrolAsync(enrolments, by, people => people, cancellationToken);

    /// <summary>Changes the name.</summary>
    public Task<Person> RenameAsync(PersonId id, string name, string by, CancellationToken cancellationToken = default)
    {
        var normal = Check.Text(name, "the name", KioskDb.NameLength);
        return ChangeAsync(id, by, PersonActions.Renamed, null, profile => profile with { Name = normal }, cancellationToken);
    }

    /// <summary>Changes or (null) removes the staff number.</summary>
    public Task<Person> SetExternalIdAsync(PersonId id, string? externalId, string by, CancellationToken cancellationToken = default)
    {
        var normal = Check.Optional(externalId, "the staff number", KioskDb.NameLength);
        return ChangeAsync(id, by, PersonActions.Numbered, null, profile => profile with { ExternalId = normal }, cancellationToken);
    }

    /// <summary>Changes or (null) removes the note.</summary>
    public Task<Person> SetNoteAsync(PersonId id, string? note, string by, CancellationToken cancellationToken = default)
    {
        var normal = Check.Optional(note, "the note", KioskDb.TextLength);
        return ChangeAsync(id, by, PersonActions.Noted, null, profile => profile with { Note = normal }, cancellationToken);
    }

    /// <summary>Suspends or reactivates.</summary>
    public Task<Person> SetStatusAsync(PersonId id, PersonStatus status, string by, CancellationToken cancellationToken = default) =>
        ChangeAsync(
            id,
            by,
            PersonActions.Of(status),
            null,
            // From here on an operator has decided, not the directory.
            profile => profile with { Status = status, Directory = profile.Directory is { } entry ? entry with { IsSuspended = false } : null },
            cancellationToken);

    /// <summary>Limits the admission in time; null for no limit.</summary>
    public Task<Person> SetValidityAsync(
        PersonId id, DateTimeOffset? from, DateTimeOffset? until, string by, CancellationToken cancellationToken = default)
    {
        Profile.CheckValidity(from, until);
        return ChangeAsync(
            id,
            by,
            PersonActions.Limited,
            new { from, until },
            profile => profile with { ValidFrom = from, ValidUntil = until },
            cancellationToken);
    }

    /// <summary>Sets or (null) clears the PIN; the hashes are sealed with the person and erased with them.</summary>
    /// <param name="id">Who.</param>
    /// <param name="pinHash">The PIN's hash; null clears both.</param>
    /// <param name="duressHash">The hash of the PIN that opens and raises a silent alarm; null for none.</param>
    /// <param name="by">The operator; the audit says whether there is a duress PIN, and nothing of either.</param>
    /// <param name="cancellationToken">Gives up before the change.</param>
    public Task<Person> SetPinAsync(PersonId id, string? pinHash, string? duressHash, string by, CancellationToken cancellationToken = default)
    {
        if (pinHash is null && duressHash is not null)
            throw Check.Invalid("A duress PIN needs a PIN beside it.");
        var pin = pinHash is null ? null : new PinHashes(
            Check.Text(pinHash, "the PIN's hash", KioskDb.TextLength), Check.Optional(duressHash, "the duress PIN's hash", KioskDb.TextLength));
        return ChangeAsync(
            id, by, pin is null ? "person.pin-cleared" : "person.pin-set", pin is null ? null : new { duress = pin.Duress is not null },
            profile => profile with { Pin = pin }, cancellationToken);
    }

    /// <summary>Notes that a person whose pictures were taken elsewhere has shown at a door that they are live.</summary>
    public Task<Person> ProveAsync(PersonId id, string by, CancellationToken cancellationToken = default) =>
        ChangeAsync(id, by, "person.proved", null, profile => profile with { NeedsProof = false }, cancellationToken);

    /// <summary>The PIN's hashes, for checking; null when the person has none, or is unknown.</summary>
    public PinHashes? PinOf(PersonId id) => _people.Find(id)?.Pin;

    /// <summary>Puts the person into these groups and no others.</summary>
    public Task<Person> SetGroupsAsync(
        PersonId id, IReadOnlyList<Guid> groups, string by, CancellationToken cancellationToken = default) => WriteOneAsync(
        id,
        async (work, token) =>
        {
            await work.Db.Memberships.Where(row => row.PersonId == id.Value).ExecuteDeleteAsync(token);
            await JoinAsync(work, id.Value, groups, token);
            work.Audit(by, PersonActions.Grouped, id.ToString(), new { groups });
        },
        cancellationToken);

    private static Person[] Sorted(IEnumerable<Person> people)
    {
        var compare = CultureInfo.InvariantCulture.CompareInfo;
        return [.. people.Order(Comparer<Person>.Create((a, b) =>
            compare.Compare(a.Name, b.Name, CompareOptions.IgnoreCase) is var order and not 0
                ? order
                : a.Id.Value.CompareTo(b.Id.Value)))];
    }

    internal static async Task JoinAsync(UnitOfWork work, Guid person, IReadOnlyList<Guid> groups, CancellationToken cancellationToken)
    {
        var wanted = groups.Distinct().ToList();
        var known = wanted.Count == 0 ? 0 : await work.Db.Groups.CountAsync(row => wanted.Contains(row.Id), cancellationToken);
        if (known != wanted.Count)
            throw new StoreException(StoreFault.NotFound, "A group is unknown: groups list shows which there are.");
        work.Db.Memberships.AddRange(wanted.Select(group => new MembershipRow { PersonId = person, GroupId = group }));
    }

    private Task<TResult> EnrolAsync<TResult>(
        IReadOnlyList<NewEnrollment> enrolments, string by, Func<IReadOnlyList<Person>, TResult> result, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(enrolments);
        foreach (var enrolment in enrolments)
        {
            if (enrolment.Consent is not { Decision: ConsentDecision.Granted })
                throw ReferenceStore.NoConsent();
            if (enrolment.References.Count == 0)
                throw Check.Invalid("An enrolment needs at least one reference: capture the face, or add the person without.");
        }

        return AddAsync(
            [.. enrolments.Select(item => (item.Person, (NewConsent?)item.Consent, item.References))], by, result, cancellationToken);
    }

    private async Task<TResult> AddAsync<TResult>(
        IReadOnlyList<(NewPerson Person, NewConsent? Consent, IReadOnlyList<NewReference> References)> newcomers,
        string by,
        Func<IReadOnlyList<Person>, TResult> result,
        CancellationToken cancellationToken)
    {
        var profiles = newcomers.Select(newcomer => Profile.Of(newcomer.Person)).ToList();
        _core.RequireRoom(newcomers.Sum(newcomer => (1L + newcomer.References.Count) * ReferenceStore.BytesOfOne), "these people");
        var ids = await _core.WriteAsync(
            async (work, token) =>
            {
                RefuseTaken(profiles);
                var people = new List<PersonId>();
                for (var i = 0; i < newcomers.Count; i++)
                {
                    var id = PersonId.New();
                    var key = RandomNumberGenerator.GetBytes(Sealer.KeySize);
                    work.NewKeys.Add(new(KeyKind.Profile, id.Value, key));
                    people.Add(id);
                    var row = new PersonRow { Id = id.Value, Profile = profiles[i].Seal(key, id.Value), CreatedAt = work.Now };
                    work.Db.People.Add(row);
                    if (newcomers[i].Consent is { } consent)
                        ConsentStore.Add(work, id, consent, after: null);
                    if (newcomers[i].References is { Count: > 0 } references)
                        ReferenceStore.Add(work, row, references, key: null);
                    await JoinAsync(work, id.Value, newcomers[i].Person.Groups, token);
                    work.Touch(id, StoreChangeKind.Added);
                    work.Audit(
                        by,
                        newcomers[i].References.Count > 0 ? "person.enrolled" : "person.added",
                        id.ToString(),
                        new { references = newcomers[i].References.Count, consent = newcomers[i].Consent?.Decision.ToString() });
                    if (profiles[i].Status is PersonStatus.Suspended)
                        work.Audit(by, PersonActions.Of(PersonStatus.Suspended), id.ToString());
                }

                return people;
            },
            cancellationToken);
        return result([.. ids.Select(id => _people.Find(id)).OfType<Person>()]);
    }

    private void RefuseTaken(List<Profile> profiles)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var externalId in profiles.Select(profile => profile.ExternalId).OfType<string>())
        {
            if (_people.FindExternal(externalId) is { } taken)
                throw Taken(taken.Id.ToString());
            if (!seen.Add(Check.Key(externalId)))
                throw Taken("another of this batch");
        }

        foreach (var entry in profiles.Select(profile => profile.Directory).OfType<DirectoryEntry>())
            RefuseAccount(_people, entry, null);
    }

    internal static void RefuseAccount(PeopleDirectory people, DirectoryEntry entry, PersonId? self)
    {
        if (people.FindAccount(entry.UserName) is { } taken && taken.Id != self)
            throw new StoreException(StoreFault.Conflict, $"The user name is taken by person {taken.Id}: each may be used once.");
    }

    internal static StoreException Taken(string holder) => new(
        StoreFault.Conflict, $"The staff number is taken by person {holder}: each may be used once.");

    /// <summary>Changes what is sealed in a person's row.</summary>
    internal static Profile Change(StoreCore core, PersonRow row, Func<Profile, Profile> change)
    {
        var profile = change(Profile.Open(core.Keys, row.Id, row.Profile) ?? throw StoreFaults.Damaged(core.Database.Path));
        row.Profile = profile.Seal(core.Keys, row.Id);
        return profile;
    }

    private Task<Person> ChangeAsync(
        PersonId id, string by, string action, object? details, Func<Profile, Profile> change, CancellationToken cancellationToken) =>
        WriteOneAsync(
            id,
            async (work, token) =>
            {
                var row = await work.Db.People.SingleAsync(row => row.Id == id.Value, token);
                var profile = Change(_core, row, change);
                if (profile.ExternalId is { } externalId && _people.FindExternal(externalId) is { } taken && taken.Id != id)
                    throw Taken(taken.Id.ToString());
                work.Audit(by, action, id.ToString(), details);
            },
            cancellationToken);

    private async Task<Person> WriteOneAsync(
        PersonId id, Func<UnitOfWork, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        await _core.WriteAsync(
            async (work, token) =>
            {
                _people.Require(id);
                work.Touch(id);
                await write(work, token);
            },
            cancellationToken);
        return _people.Require(id);
    }
}
