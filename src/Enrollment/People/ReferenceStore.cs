using System.Security.Cryptography;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Keys;
using AccessKiosk.Storage.Schema;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Enrollment.People;

/// <summary>References: sealed on disk by their person's key, opened only into a visitor's hands.</summary>
public sealed class ReferenceStore
{
    private readonly StoreCore _core;
    private readonly PeopleDirectory _people;

    // A sealed vector, its row, and both once more in the log.
    internal const long BytesOfOne = 8 << 10;

    internal ReferenceStore(StoreCore core, PeopleDirectory people) => (_core, _people) = (core, people);

    /// <summary>
    /// Adds references to a person, all or none. A <paramref name="consent"/> is recorded with them; without one the
    /// person's latest decision must be a consent.
    /// </summary>
    public Task<IReadOnlyList<ReferenceId>> AddAsync(
        PersonId person,
        IReadOnlyList<NewReference> references,
        NewConsent? consent,
        string by,
        CancellationToken cancellationToken = default) =>
        AddAsync(person, references, consent, needsProof: false, by, also: null, cancellationToken);

    /// <summary>The same, with what else belongs to the transaction.</summary>
    internal Task<IReadOnlyList<ReferenceId>> AddAsync(
        PersonId person,
        IReadOnlyList<NewReference> references,
        NewConsent? consent,
        bool needsProof,
        string by,
        Func<UnitOfWork, Task>? also,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(references);
        if (references.Count == 0)
            throw Check.Invalid("There is no reference to add: capture the face first.");
        _core.RequireRoom(references.Count * BytesOfOne, "the references");
        return _core.WriteAsync(
            async (work, token) =>
            {
                var known = _people.Require(person);
                if ((consent?.Decision ?? known.Consent?.Decision) != ConsentDecision.Granted)
                    throw NoConsent();
                if (consent is not null)
                    ConsentStore.Add(work, person, consent, known.Consent);
                var row = await work.Db.People.SingleAsync(row => row.Id == person.Value, token);
                var key = new byte[Sealer.KeySize];
                var existing = row.ReferenceKey is { } id && _core.Keys.TryGet(KeyKind.References, id, key);
                var ids = Add(work, row, references, existing ? key : null);
                CryptographicOperations.ZeroMemory(key);
                if (needsProof)
                    PeopleStore.Change(_core, row, profile => profile with { NeedsProof = true });
                work.Audit(by, "references.added", person.ToString(), new { references = references.Count });
                if (also is not null)
                    await also(work);
                work.Touch(person, StoreChangeKind.ReferencesChanged);
                return ids;
            },
            cancellationToken);
    }

    /// <summary>Removes one reference. Backups keep it until they age out, for its person's key lives on.</summary>
    public Task RemoveAsync(PersonId person, ReferenceId reference, string by, CancellationToken cancellationToken = default) =>
        _core.WriteAsync(
            async (work, token) =>
            {
                var removed = await work.Db.References
                    .Where(row => row.Id == reference.Value && row.PersonId == person.Value)
                    .ExecuteDeleteAsync(token);
                if (removed == 0)
                    throw new StoreException(StoreFault.NotFound, $"Person {person} has no reference {reference}.");
                work.Audit(by, "references.removed", person.ToString(), new { reference = reference.ToString() });
                work.Touch(person, StoreChangeKind.ReferencesChanged);
            },
            cancellationToken);

    /// <summary>A person's references without their embeddings, oldest first.</summary>
    public Task<IReadOnlyList<StoredReference>> ListAsync(PersonId person, CancellationToken cancellationToken = default) =>
        _core.ReadAsync<IReadOnlyList<StoredReference>>(
            async (db, token) => await db.References.AsNoTracking()
                .Where(row => row.PersonId == person.Value)
                .OrderBy(row => row.CreatedAt)
                .ThenBy(row => row.Id)
                .Select(row => new StoredReference(
                    new(row.Id), new(row.PersonId), row.ModelHash, row.Quality, row.Source, row.Origin, row.CapturedAt, row.CreatedAt))
                .ToListAsync(token),
            cancellationToken);

    /// <summary>Opens every reference of one model, for the gallery at start; returns how many.</summary>
    public Task<int> LoadAsync(string modelHash, ReferenceVisitor visit, CancellationToken cancellationToken = default)
    {
        var model = Check.ModelHash(modelHash);
        return LoadAsync(references => references.Where(row => row.ModelHash == model), visit, cancellationToken);
    }

    /// <summary>Opens one person's references of one model; returns how many.</summary>
    public Task<int> LoadAsync(
        PersonId person, string modelHash, ReferenceVisitor visit, CancellationToken cancellationToken = default)
    {
        var model = Check.ModelHash(modelHash);
        return LoadAsync(
            references => references.Where(row => row.PersonId == person.Value && row.ModelHash == model), visit, cancellationToken);
    }

    /// <summary>Who consented and has no reference of this model: they must come back.</summary>
    public async Task<IReadOnlyList<Person>> NeedingReenrolmentAsync(string modelHash, CancellationToken cancellationToken = default)
    {
        var model = Check.ModelHash(modelHash);
        var served = await _core.ReadAsync(
            async (db, token) =>
                await db.References.Where(row => row.ModelHash == model).Select(row => row.PersonId).Distinct().ToListAsync(token),
            cancellationToken);
        var ids = served.ToHashSet();
        return [.. _people.All
            .Where(person => person.Consent?.Decision == ConsentDecision.Granted && !ids.Contains(person.Id.Value))
            .OrderBy(person => person.Name, StringComparer.InvariantCulture)];
    }

    /// <summary>Opens one person's references of every model.</summary>
    internal Task<int> LoadAllAsync(PersonId person, ReferenceVisitor visit, CancellationToken cancellationToken) =>
        LoadAsync(references => references.Where(row => row.PersonId == person.Value), visit, cancellationToken);

    internal static StoreException NoConsent() => new(
        StoreFault.ConsentMissing,
        "References may be stored only with consent: record the person's consent (text version, who took it) first.");

    /// <summary>Seals references under the person's key, or under a new one.</summary>
    internal static IReadOnlyList<ReferenceId> Add(
        UnitOfWork work, PersonRow person, IReadOnlyList<NewReference> references, byte[]? key)
    {
        if (key is null)
        {
            (key, person.ReferenceKey) = (RandomNumberGenerator.GetBytes(Sealer.KeySize), Guid.NewGuid());
            work.NewKeys.Add(new(KeyKind.References, person.ReferenceKey.Value, key));
        }

        var ids = new List<ReferenceId>(references.Count);
        foreach (var reference in references)
        {
            var id = ReferenceId.New();
            ids.Add(id);
            work.Db.References.Add(new()
            {
                Id = id.Value,
                PersonId = person.Id,
                KeyId = person.ReferenceKey!.Value,
                ModelHash = reference.ModelHash,
                Vector = new SealedVector(SealedVector.Reference, person.Id, id.Value, reference.ModelHash).Seal(key, reference.Embedding.Span),
                Quality = reference.Quality,
                Source = reference.Source,
                Origin = reference.Origin,
                CapturedAt = reference.CapturedAt,
                CreatedAt = work.Now,
            });
        }

        return ids;
    }

    internal static SealedVector Sealed(ReferenceRow row) => new(SealedVector.Reference, row.PersonId, row.Id, row.ModelHash);

    private Task<int> LoadAsync(
        Func<IQueryable<ReferenceRow>, IQueryable<ReferenceRow>> which, ReferenceVisitor visit, CancellationToken cancellationToken) =>
        _core.ReadAsync(
            async (db, token) =>
            {
                var count = 0;
                var rows = which(db.References.AsNoTracking());
                await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(token))
                    count += Visit(row, visit) ? 1 : 0;
                return count;
            },
            cancellationToken);

    private bool Visit(ReferenceRow row, ReferenceVisitor visit) => Sealed(row).Open(_core.Keys, row.KeyId, row.Vector, embedding => visit(
        new(
            new(row.Id), new(row.PersonId), row.ModelHash, row.Quality, row.Source, row.Origin, row.CapturedAt, row.CreatedAt),
        embedding));
}
