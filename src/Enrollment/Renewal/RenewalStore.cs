using System.Security.Cryptography;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Keys;
using AccessKiosk.Storage.Schema;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Enrollment.Renewal;

/// <summary>
/// Proposals to renew references, sealed like these. A proposal changes nothing until it is accepted; what it becomes
/// is drawn towards the enrolment and takes the place of an older renewal at most. Every step is audited.
/// </summary>
public sealed class RenewalStore
{
    private const string Source = "camera";
    private const string Kiosk = "kiosk";

    private readonly StoreCore _core;
    private readonly PeopleDirectory _people;
    private readonly RenewalJudge _judge;

    internal RenewalStore(StoreCore core, PeopleDirectory people) => (_core, _people, _judge) = (core, people, new(core, people));

    /// <summary>Offers a candidate; it is proposed, and accepted where the options say so, or refused with the reason.</summary>
    public async Task<RenewalAnswer> OfferAsync(RenewalCandidate candidate, RenewalOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(options);
        // Most offers are refused: that takes no transaction.
        var refusal = await _core.ReadAsync(
            async (db, token) => (await _judge.JudgeAsync(db, candidate, options, _core.Time.GetUtcNow(), token)).Refusal, cancellationToken);
        return refusal ?? await _core.WriteAsync((work, token) => ProposeAsync(work, candidate, options, token), cancellationToken);
    }

    /// <summary>Proposals, newest first.</summary>
    public Task<IReadOnlyList<ReferenceRenewal>> ListAsync(bool waitingOnly = true, CancellationToken cancellationToken = default) =>
        _core.ReadAsync<IReadOnlyList<ReferenceRenewal>>(
            async (db, token) => (await db.Renewals.AsNoTracking()
                .Where(row => !waitingOnly || row.State == RenewalState.Waiting)
                .OrderByDescending(row => row.CreatedAt)
                .ThenByDescending(row => row.Id)
                .ToListAsync(token)).ConvertAll(Renewal),
            cancellationToken);

    /// <summary>Makes the proposal that waits for a person a reference.</summary>
    /// <param name="person">Whose.</param>
    /// <param name="options">How many renewed references a person may have.</param>
    /// <param name="strictThreshold">The comparison score at which the enrolment must be matched, now.</param>
    /// <param name="by">The operator.</param>
    /// <param name="cancellationToken">Gives up before the change.</param>
    /// <exception cref="StoreException">No proposal waits, the consent is gone, or the enrolment is no longer matched.</exception>
    public Task<ReferenceId> AcceptAsync(
        PersonId person, RenewalOptions options, float strictThreshold, string by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return _core.WriteAsync(
            async (work, token) =>
            {
                if (_people.Require(person).Consent?.Decision != ConsentDecision.Granted)
                    throw ReferenceStore.NoConsent();
                var row = await WaitingAsync(work.Db, person, token);
                float[]? embedding = null;
                new SealedVector(SealedVector.Renewal, row.PersonId, row.Id, row.ModelHash)
                    .Open(_core.Keys, row.KeyId, row.Vector!, opened => embedding = opened.ToArray());
                // The enrolment may have changed since: it is held against the proposal anew.
                using var enrolment = await _judge.EnrollmentAsync(work.Db, person, row.ModelHash, token);
                if (embedding is null || enrolment is null || !(enrolment.Score(embedding) >= strictThreshold))
                    throw new StoreException(
                        StoreFault.Conflict, $"The proposed renewal of person {person} does not match their enrolment at {strictThreshold:0.000}: reject it.");
                return await AcceptAsync(work, row, enrolment.Renewed(embedding), options, by, token);
            },
            cancellationToken);
    }

    /// <summary>Refuses the proposal that waits for a person; its embedding is deleted.</summary>
    public Task RejectAsync(PersonId person, string by, CancellationToken cancellationToken = default) => _core.WriteAsync(
        async (work, token) =>
        {
            _people.Require(person);
            var row = await WaitingAsync(work.Db, person, token);
            Decide(work, row, RenewalState.Rejected, by);
            work.Audit(by, "renewal.rejected", person.ToString(), new { renewal = row.Id.ToString("N") });
        },
        cancellationToken);

    /// <summary>Opens the proposals that wait for a person, for the person's export.</summary>
    internal Task<int> LoadAsync(PersonId person, Action<ReferenceRenewal, string, float[]> visit, CancellationToken cancellationToken) =>
        _core.ReadAsync(
            async (db, token) =>
            {
                var rows = await db.Renewals.AsNoTracking().Where(row => row.PersonId == person.Value && row.Vector != null).ToListAsync(token);
                return rows.Count(row => new SealedVector(SealedVector.Renewal, row.PersonId, row.Id, row.ModelHash)
                    .Open(_core.Keys, row.KeyId, row.Vector!, embedding => visit(Renewal(row), row.ModelHash, embedding.ToArray())));
            },
            cancellationToken);

    /// <summary>Proposals that nobody has decided about.</summary>
    internal static IQueryable<RenewalRow> Waiting(KioskDb db) => db.Renewals.Where(row => row.State == RenewalState.Waiting);

    /// <summary>Ends proposals made before a time, and forgets those decided before another.</summary>
    internal static async Task<int> ExpireAsync(UnitOfWork work, DateTimeOffset before, DateTimeOffset forgotten, CancellationToken cancellationToken)
    {
        var rows = await Waiting(work.Db).Where(row => row.CreatedAt < before).ToListAsync(cancellationToken);
        rows.ForEach(row => Decide(work, row, RenewalState.Expired, "system"));
        await work.Db.Renewals.Where(row => row.DecidedAt < forgotten).ExecuteDeleteAsync(cancellationToken);
        return rows.Count;
    }

    private async Task<RenewalAnswer> ProposeAsync(UnitOfWork work, RenewalCandidate candidate, RenewalOptions options, CancellationToken cancellationToken)
    {
        var (refusal, score) = await _judge.JudgeAsync(work.Db, candidate, options, work.Now, cancellationToken);
        if (refusal is { } reason)
            return reason;
        var person = await work.Db.People.SingleAsync(row => row.Id == candidate.Person.Value, cancellationToken);
        var key = new byte[Sealer.KeySize];
        if (person.ReferenceKey is not { } keyId || !_core.Keys.TryGet(KeyKind.References, keyId, key))
            return RenewalAnswer.NoEnrollment;
        var id = Guid.CreateVersion7(work.Now);
        var row = new RenewalRow
        {
            Id = id,
            PersonId = person.Id,
            KeyId = keyId,
            ModelHash = Check.ModelHash(candidate.ModelHash),
            Vector = new SealedVector(SealedVector.Renewal, person.Id, id, candidate.ModelHash).Seal(key, candidate.Embedding.Span),
            Score = candidate.Score,
            Threshold = candidate.Threshold,
            EnrollmentScore = score,
            Quality = Math.Clamp(candidate.Quality, 0, 1),
            CapturedAt = candidate.CapturedAt,
            CreatedAt = work.Now,
        };
        CryptographicOperations.ZeroMemory(key);
        work.Db.Renewals.Add(row);
        work.Audit(Kiosk, "renewal.proposed", candidate.Person.ToString(), new
        {
            renewal = id.ToString("N"), score = Rounded(candidate.Score), threshold = Rounded(candidate.Threshold), enrolmentScore = Rounded(score),
        });
        if (!options.Automatic)
            return RenewalAnswer.Proposed;
        using var enrolment = await _judge.EnrollmentAsync(work.Db, candidate.Person, candidate.ModelHash, cancellationToken);
        await AcceptAsync(work, row, enrolment!.Renewed(candidate.Embedding.Span), options, Kiosk, cancellationToken);
        return RenewalAnswer.Accepted;
    }

    private async Task<ReferenceId> AcceptAsync(
        UnitOfWork work, RenewalRow row, float[] renewed, RenewalOptions options, string by, CancellationToken cancellationToken)
    {
        var replaced = await MakeRoomAsync(work.Db, row, options.MaxRenewed, cancellationToken);
        var person = await work.Db.People.SingleAsync(person => person.Id == row.PersonId, cancellationToken);
        var key = new byte[Sealer.KeySize];
        var existing = person.ReferenceKey is { } keyId && _core.Keys.TryGet(KeyKind.References, keyId, key);
        var reference = ReferenceStore.Add(
            work, person, [new(renewed, row.ModelHash, row.Quality, row.CapturedAt, Source, ReferenceOrigin.Update)], existing ? key : null)[0];
        CryptographicOperations.ZeroMemory(key);
        Decide(work, row, RenewalState.Accepted, by);
        var id = new PersonId(row.PersonId);
        work.Audit(by, "renewal.accepted", id.ToString(), new { renewal = row.Id.ToString("N"), reference = reference.ToString(), replaced });
        work.Touch(id, StoreChangeKind.ReferencesChanged);
        return reference;
    }

    /// <summary>Removes the oldest renewed references so that one more fits; those of the enrolment stay whatever happens.</summary>
    private static async Task<IReadOnlyList<string>> MakeRoomAsync(KioskDb db, RenewalRow renewal, int most, CancellationToken cancellationToken)
    {
        var renewed = await db.References
            .Where(row => row.PersonId == renewal.PersonId && row.ModelHash == renewal.ModelHash && row.Origin == ReferenceOrigin.Update)
            .OrderByDescending(row => row.CapturedAt)
            .ThenByDescending(row => row.Id)
            .ToListAsync(cancellationToken);
        var surplus = renewed.Skip(most - 1).ToList();
        db.References.RemoveRange(surplus);
        return surplus.ConvertAll(row => row.Id.ToString("N"));
    }

    private static async Task<RenewalRow> WaitingAsync(KioskDb db, PersonId person, CancellationToken cancellationToken) =>
        await Waiting(db).SingleOrDefaultAsync(row => row.PersonId == person.Value, cancellationToken)
            ?? throw new StoreException(StoreFault.NotFound, $"No renewal waits for person {person}: people renewals list shows which do.");

    // The embedding goes with the decision: what was accepted lives on as a reference alone.
    private static void Decide(UnitOfWork work, RenewalRow row, RenewalState state, string by) =>
        (row.State, row.Vector, row.DecidedBy, row.DecidedAt) = (state, null, by, work.Now);

    private static double Rounded(float score) => Math.Round(score, 3);

    private static ReferenceRenewal Renewal(RenewalRow row) => new(
        row.Id, new(row.PersonId), row.State, row.Score, row.Threshold, row.EnrollmentScore, row.Quality, row.CapturedAt, row.DecidedBy, row.DecidedAt);
}
