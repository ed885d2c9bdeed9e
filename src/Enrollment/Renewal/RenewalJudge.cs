using AccessKiosk.Enrollment.People;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Schema;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Enrollment.Renewal;

/// <summary>Holds a candidate against what is stored of the person.</summary>
internal sealed class RenewalJudge(StoreCore core, PeopleDirectory people)
{
    /// <summary>Why the candidate is refused, null when it is not, and its comparison score against the enrolment.</summary>
    public async Task<(RenewalAnswer? Refusal, float Score)> JudgeAsync(
        KioskDb db, RenewalCandidate candidate, RenewalOptions options, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = candidate.Person.Value;
        var since = now - RenewalRules.Month;
        using var enrolment = await EnrollmentAsync(db, candidate.Person, candidate.ModelHash, cancellationToken);
        var newest = await db.References.Where(row => row.PersonId == id && row.ModelHash == candidate.ModelHash)
            // A picture's own date may lie in the future; a reference is no younger than its row.
            .MaxAsync(row => (DateTimeOffset?)(row.CapturedAt < row.CreatedAt ? row.CapturedAt : row.CreatedAt), cancellationToken);
        var history = new RenewalHistory(
            people.Find(candidate.Person)?.Consent?.Decision == ConsentDecision.Granted,
            enrolment is not null,
            newest ?? now,
            await RenewalStore.Waiting(db).AnyAsync(row => row.PersonId == id, cancellationToken),
            await db.Renewals.CountAsync(row => row.PersonId == id && row.CreatedAt > since, cancellationToken),
            enrolment?.Score(candidate.Embedding.Span) ?? -1);
        return (RenewalRules.Refusal(options, candidate, history, now), history.EnrollmentScore);
    }

    /// <summary>The person's enrolment for a model; null without a reference of it. Renewed references are no part of it.</summary>
    public async Task<EnrollmentTemplate?> EnrollmentAsync(KioskDb db, PersonId person, string modelHash, CancellationToken cancellationToken)
    {
        var rows = await db.References.AsNoTracking()
            .Where(row => row.PersonId == person.Value && row.ModelHash == modelHash && row.Origin == ReferenceOrigin.Enrollment)
            .ToListAsync(cancellationToken);
        EnrollmentTemplate? template = null;
        foreach (var row in rows)
        {
            ReferenceStore.Sealed(row).Open(core.Keys, row.KeyId, row.Vector, embedding =>
            {
                template ??= new(embedding.Length);
                template.Add(embedding);
            });
        }

        return template;
    }
}
