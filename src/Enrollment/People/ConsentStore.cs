using AccessKiosk.Storage;
using AccessKiosk.Storage.Erasure;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Enrollment.People;

/// <summary>People's decisions about the use of their faces.</summary>
public sealed class ConsentStore
{
    private readonly StoreCore _core;
    private readonly PeopleDirectory _people;

    internal ConsentStore(StoreCore core, PeopleDirectory people) => (_core, _people) = (core, people);

    /// <summary>
    /// Records a decision. Declining or withdrawing destroys the references and their key, here and in every backup;
    /// the person stays and may enter by other means.
    /// </summary>
    public Task<Person> RecordAsync(PersonId person, NewConsent consent, string by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(consent);
        return RecordCoreAsync(person, consent, by, cancellationToken);
    }

    /// <summary>Every decision of a person, oldest first.</summary>
    public Task<IReadOnlyList<Consent>> ListAsync(PersonId person, CancellationToken cancellationToken = default) =>
        _core.ReadAsync<IReadOnlyList<Consent>>(
            async (db, token) => await db.Consents.AsNoTracking()
                .Where(row => row.PersonId == person.Value)
                .OrderBy(row => row.At)
                .Select(row => new Consent(row.Decision, row.TextVersion, row.TakenBy, row.At))
                .ToListAsync(token),
            cancellationToken);

    internal static void Add(UnitOfWork work, PersonId person, NewConsent consent, Consent? after)
    {
        // The latest decision counts, so no two may share an instant.
        var at = work.Now <= after?.At ? after.At.AddMilliseconds(1) : work.Now;
        work.Db.Consents.Add(new()
        {
            Id = Guid.CreateVersion7(at),
            PersonId = person.Value,
            Decision = consent.Decision,
            TextVersion = consent.TextVersion,
            TakenBy = consent.TakenBy,
            At = at,
        });
    }

    private async Task<Person> RecordCoreAsync(PersonId person, NewConsent consent, string by, CancellationToken cancellationToken)
    {
        await _core.WriteAsync(
            async (work, token) =>
            {
                var known = _people.Require(person);
                if (consent.Decision == ConsentDecision.Withdrawn && known.Consent?.Decision != ConsentDecision.Granted)
                    throw Check.Invalid($"Person {person} has given no consent that could be withdrawn: record a refusal instead.");
                var destroyed = consent.Decision == ConsentDecision.Granted
                    ? 0
                    : await ReferenceDestruction.AddAsync(_core.Keys, work, person, token);
                Add(work, person, consent, known.Consent);
                work.Touch(person);
                work.Audit(
                    by,
                    "consent." + consent.Decision.ToString().ToLowerInvariant(),
                    person.ToString(),
                    new { textVersion = consent.TextVersion, referencesDestroyed = destroyed });
            },
            cancellationToken);
        if (consent.Decision != ConsentDecision.Granted)
            await _core.Database.TruncateLogAsync(CancellationToken.None);
        return _people.Require(person);
    }
}
