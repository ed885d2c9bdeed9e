using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Remote;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Embedding;

namespace AccessKiosk.Enrollment.Population;

/// <summary>What an enrolment came to.</summary>
/// <param name="Person">The person; null when nothing was stored because of <paramref name="LookAlikes"/>.</param>
/// <param name="LookAlikes">Others enrolled who look the same.</param>
public sealed record EnrollmentOutcome(Person? Person, IReadOnlyList<LookAlike> LookAlikes);

/// <summary>Stores captures as references: duplicate check, consent, audit.</summary>
public sealed class Enroller(EnrolledPopulation workforce, TimeProvider time)
{
    /// <summary>Enrols somebody new.</summary>
    /// <param name="person">Who.</param>
    /// <param name="consent">Their consent.</param>
    /// <param name="captures">The captures to keep.</param>
    /// <param name="source">Where they came from: <c>camera</c>, <c>picture</c>, <c>video</c>, <c>import</c>.</param>
    /// <param name="by">The operator.</param>
    /// <param name="allowDuplicate">Whether the operator says that a look-alike is somebody else; audited either way.</param>
    /// <param name="cancellationToken">Gives up before anything is stored.</param>
    public Task<EnrollmentOutcome> EnrolAsync(
        NewPerson person, NewConsent consent, IReadOnlyList<Capture> captures, string source, string by, bool allowDuplicate, CancellationToken cancellationToken) =>
        CheckedAsync(captures, null, by, allowDuplicate,
            () => workforce.Store.People.EnrolAsync(new NewEnrollment(person, consent, References(captures, source)), by, cancellationToken), cancellationToken);

    /// <summary>Adds references to somebody known, for instance after a change of the embedder.</summary>
    public Task<EnrollmentOutcome> AddAsync(
        PersonId person, NewConsent consent, IReadOnlyList<Capture> captures, string source, string by, bool allowDuplicate, CancellationToken cancellationToken) =>
        CheckedAsync(captures, person, by, allowDuplicate, async () =>
        {
            await workforce.Store.References.AddAsync(person, References(captures, source), consent, by, cancellationToken);
            return workforce.Store.People.Find(person)!;
        }, cancellationToken);

    /// <summary>Stores the captures of a remote enrolment that was reviewed, which ends it.</summary>
    public Task<EnrollmentOutcome> AcceptAsync(RemoteEnrollment enrolment, IReadOnlyList<Capture> captures, string by, bool allowDuplicate, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(enrolment);
        return CheckedAsync(captures, enrolment.Person, by, allowDuplicate, async () =>
        {
            await workforce.Store.Remote.AcceptAsync(enrolment.Id, References(captures, enrolment.Source), by, cancellationToken);
            return workforce.Store.People.Find(enrolment.Person)!;
        }, cancellationToken);
    }

    /// <summary>Captures in the store's form.</summary>
    public IReadOnlyList<NewReference> References(IReadOnlyList<Capture> captures, string source) =>
        [.. captures.Select(c => new NewReference(c.Embedding, FaceEmbedder.ModelHash, Math.Clamp(c.Quality.Weight, 0, 1), c.TakenAt ?? time.GetUtcNow(), source))];

    /// <summary>Writes the operator's decision about look-alikes into the audit.</summary>
    public async Task AuditAsync(PersonId? enrolled, IReadOnlyList<LookAlike> alike, string by, CancellationToken cancellationToken)
    {
        foreach (var other in alike)
            await workforce.Store.Audit.AppendAsync(
                by, enrolled is null ? "enrolment.duplicate-refused" : "enrolment.duplicate-allowed", (enrolled ?? other.Person).ToString(),
                new { looksLike = other.Person.ToString(), score = Math.Round(other.Score, 3) }, cancellationToken);
    }

    private async Task<EnrollmentOutcome> CheckedAsync(
        IReadOnlyList<Capture> captures, PersonId? known, string by, bool allowDuplicate, Func<Task<Person>> store, CancellationToken cancellationToken)
    {
        var alike = await workforce.Duplicates.FindAsync(captures, workforce.Duplicates.Threshold(0), known, cancellationToken);
        var refused = alike.Count > 0 && !allowDuplicate;
        var person = refused ? null : await store();
        // What is stored is stored: its audit is not given up half way.
        await AuditAsync(person?.Id, alike, by, refused ? cancellationToken : CancellationToken.None);
        if (person is not null)
            await workforce.SettledAsync();
        return new(person, alike);
    }
}
