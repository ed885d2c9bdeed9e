using System.Security.Cryptography;
using System.Text;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Keys;
using AccessKiosk.Storage.Schema;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Enrollment.Remote;

/// <summary>
/// Remote enrolments, from the invitation to the review. Every one has a key of its own, which is destroyed with it: of
/// pictures that were refused, or not looked at in time, nothing is left, in backups too.
/// </summary>
public sealed class RemoteEnrollmentStore
{
    private const int TokenBytes = 24;
    private const string Actor = "system";
    private const string Kind = "remote 1";

    private readonly StoreCore _core;
    private readonly PeopleDirectory _people;
    private readonly ReferenceStore _references;

    internal RemoteEnrollmentStore(StoreCore core, PeopleDirectory people, ReferenceStore references) => (_core, _people, _references) = (core, people, references);

    /// <summary>Invites a person to take their own pictures. An older invitation that was not answered ends.</summary>
    /// <returns>The link's token, which is stored as a hash alone.</returns>
    public async Task<string> InviteAsync(PersonId person, string by, CancellationToken cancellationToken = default)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        await BeginAsync(person, RemoteEnrollment.Phone, Hash(token), consent: null, by, cancellationToken);
        return token;
    }

    /// <summary>Begins to take pictures at the desk. Others that were begun there for the same person and not sent are dropped.</summary>
    /// <param name="person">Whose pictures they are.</param>
    /// <param name="consent">The person's consent; null where it was given before.</param>
    /// <param name="by">The operator.</param>
    /// <param name="cancellationToken">Gives up before the write.</param>
    public Task<Guid> BeginAsync(PersonId person, NewConsent? consent, string by, CancellationToken cancellationToken = default) =>
        BeginAsync(person, RemoteEnrollment.Desk, token: null, consent, by, cancellationToken);

    /// <summary>The enrolment that a link leads to; null when it is used up, over or none.</summary>
    public Task<RemoteEnrollment?> FindAsync(string? token, CancellationToken cancellationToken = default)
    {
        if (token is not { Length: 2 * TokenBytes })
            return Task.FromResult<RemoteEnrollment?>(null);
        var (hash, now) = (Hash(token), _core.Time.GetUtcNow());
        return _core.ReadAsync((db, stop) => Enrollments(db, db.RemoteEnrollments.Where(row => row.Token == hash && row.SentAt == null && row.ExpiresAt > now)).SingleOrDefaultAsync(stop), cancellationToken);
    }

    /// <summary>An enrolment; null when there is none, or it was decided.</summary>
    public Task<RemoteEnrollment?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
        _core.ReadAsync((db, stop) => Enrollments(db, db.RemoteEnrollments.Where(row => row.Id == id)).SingleOrDefaultAsync(stop), cancellationToken);

    /// <summary>A person's enrolments that are under way, oldest first.</summary>
    public Task<IReadOnlyList<RemoteEnrollment>> ListAsync(PersonId person, CancellationToken cancellationToken = default) =>
        ListAsync(rows => rows.Where(row => row.PersonId == person.Value), cancellationToken);

    /// <summary>Those that wait for their review, oldest first.</summary>
    public Task<IReadOnlyList<RemoteEnrollment>> ListSentAsync(CancellationToken cancellationToken = default) =>
        ListAsync(rows => rows.Where(row => row.SentAt != null), cancellationToken);

    /// <summary>Notes that the person agreed.</summary>
    public Task AgreeAsync(Guid id, string textVersion, string takenBy, CancellationToken cancellationToken = default) => ChangeAsync(
        id, row => (row.TextVersion, row.TakenBy) = (Check.Text(textVersion, "the text's version", KioskDb.NameLength), Check.Text(takenBy, "who took the consent", KioskDb.NameLength)), cancellationToken);

    /// <summary>Keeps a picture, sealed.</summary>
    /// <exception cref="StoreException">There are as many as may be, nobody agreed, or they were sent.</exception>
    public async Task<Guid> AddPictureAsync(Guid id, RemoteCapture capture, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(capture);
        var plain = capture.ToBytes();
        _core.RequireRoom(2L * plain.Length, "the picture");
        var added = await _core.WriteAsync(
            async (work, token) =>
            {
                var row = await OpenAsync(work.Db, id, token);
                if (row.TextVersion is null && _people.Find(new(row.PersonId))?.Consent is not { Decision: ConsentDecision.Granted })
                    throw ReferenceStore.NoConsent();
                if (await work.Db.RemotePictures.CountAsync(picture => picture.EnrollmentId == id, token) >= RemoteEnrollment.MostPictures)
                    throw Check.Invalid($"{RemoteEnrollment.MostPictures} pictures are enough: remove one, or send them.");
                var key = new byte[Sealer.KeySize];
                if (!_core.Keys.TryGet(KeyKind.Remote, id, key))
                    throw Unknown(id);
                var picture = new RemotePictureRow { Id = Guid.CreateVersion7(work.Now), EnrollmentId = id, Content = [], CreatedAt = work.Now };
                picture.Content = Sealer.Seal(key, plain, Sealer.Context(Kind, id, picture.Id));
                CryptographicOperations.ZeroMemory(key);
                work.Db.RemotePictures.Add(picture);
                return picture.Id;
            },
            cancellationToken);
        CryptographicOperations.ZeroMemory(plain);
        return added;
    }

    /// <summary>Removes a picture before it is sent; nothing happens when it is gone.</summary>
    public Task RemovePictureAsync(Guid id, Guid picture, CancellationToken cancellationToken = default) => _core.WriteAsync(
        async (work, token) =>
        {
            await OpenAsync(work.Db, id, token);
            await work.Db.RemotePictures.Where(row => row.Id == picture && row.EnrollmentId == id).ExecuteDeleteAsync(token);
        },
        cancellationToken);

    /// <summary>How many wait for their review.</summary>
    public Task<int> CountSentAsync(CancellationToken cancellationToken = default) =>
        _core.ReadAsync((db, token) => db.RemoteEnrollments.CountAsync(row => row.SentAt != null, token), cancellationToken);

    /// <summary>The pictures, opened.</summary>
    public Task<IReadOnlyList<RemotePicture>> PicturesAsync(Guid id, CancellationToken cancellationToken = default) => PicturesAsync(id, rows => rows, cancellationToken);

    /// <summary>One picture, opened; null when there is none.</summary>
    public async Task<RemotePicture?> FindPictureAsync(Guid id, Guid picture, CancellationToken cancellationToken = default) =>
        (await PicturesAsync(id, rows => rows.Where(row => row.Id == picture), cancellationToken)).SingleOrDefault();

    /// <summary>Sends the pictures to be reviewed: from then on the link is used up.</summary>
    /// <exception cref="StoreException">There is no picture, or they were sent already.</exception>
    public Task SendAsync(Guid id, CancellationToken cancellationToken = default) => _core.WriteAsync(
        async (work, token) =>
        {
            var row = await OpenAsync(work.Db, id, token);
            if (!await work.Db.RemotePictures.AnyAsync(picture => picture.EnrollmentId == id, token))
                throw Check.Invalid("There is no picture yet: take one first.");
            row.SentAt = work.Now;
            work.Audit(row.Source == RemoteEnrollment.Desk ? row.CreatedBy : Actor, "remote-enrolment.sent", new PersonId(row.PersonId).ToString(), new { row.Source });
        },
        cancellationToken);

    /// <summary>Stores the references of a review, and ends it: the pictures are gone, and the person must show at the first passage that they are live.</summary>
    /// <param name="id">The enrolment.</param>
    /// <param name="references">The references.</param>
    /// <param name="by">The reviewer.</param>
    /// <param name="cancellationToken">Gives up before the write.</param>
    public async Task<PersonId> AcceptAsync(Guid id, IReadOnlyList<NewReference> references, string by, CancellationToken cancellationToken = default)
    {
        var found = await FindAsync(id, cancellationToken) ?? throw Unknown(id);
        // What the person decided later holds.
        var isNew = found.TextVersion is not null && !(_people.Find(found.Person)?.Consent is { } known && known.At > found.CreatedAt);
        var consent = isNew ? new NewConsent(ConsentDecision.Granted, found.TextVersion!, found.TakenBy!) : null;
        await _references.AddAsync(found.Person, references, consent, needsProof: true, by, work => EndAsync(work, id, "accepted", by), cancellationToken);
        return found.Person;
    }

    /// <summary>Ends an enrolment without references: the pictures are gone.</summary>
    /// <param name="id">The enrolment.</param>
    /// <param name="why">For the audit: <c>refused</c>, <c>declined</c>, <c>taken-back</c>.</param>
    /// <param name="by">Who.</param>
    /// <param name="cancellationToken">Gives up before the write.</param>
    public Task CloseAsync(Guid id, string why, string by, CancellationToken cancellationToken = default) =>
        _core.WriteAsync((work, _) => EndAsync(work, id, why, by), cancellationToken);

    /// <summary>Ends those whose link is over, and those that nobody reviewed.</summary>
    /// <param name="work">The purge's transaction.</param>
    /// <param name="now">The time as far as the store has witnessed it pass.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task ExpireAsync(UnitOfWork work, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (begun, sent) = (now - RemoteEnrollment.LinkLife, now - RemoteEnrollment.ReviewLife);
        var over = await work.Db.RemoteEnrollments.Where(row => row.SentAt == null ? row.CreatedAt < begun : row.SentAt < sent).Select(row => row.Id).ToListAsync(cancellationToken);
        foreach (var id in over)
            await EndAsync(work, id, "expired", Actor);
    }

    private async Task<IReadOnlyList<RemotePicture>> PicturesAsync(Guid id, Func<IQueryable<RemotePictureRow>, IQueryable<RemotePictureRow>> which, CancellationToken cancellationToken)
    {
        var rows = await _core.ReadAsync((db, token) => which(db.RemotePictures.AsNoTracking().Where(row => row.EnrollmentId == id)).OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(token), cancellationToken);
        var key = new byte[Sealer.KeySize];
        // Decided meanwhile: nothing is left to be shown.
        if (!_core.Keys.TryGet(KeyKind.Remote, id, key))
            return [];
        var pictures = new List<RemotePicture>();
        foreach (var row in rows)
        {
            var plain = new byte[Sealer.PlainSize(row.Content.Length)];
            if (!Sealer.TryOpen(key, row.Content, Sealer.Context(Kind, id, row.Id), plain))
                throw new StoreException(StoreFault.Damaged, $"Picture {row.Id:N} does not open with its key: the row was altered; refuse the enrolment and ask for new pictures.");
            if (RemoteCapture.Parse(plain) is { } capture)
                pictures.Add(new(row.Id, row.CreatedAt, capture));
            CryptographicOperations.ZeroMemory(plain);
        }

        CryptographicOperations.ZeroMemory(key);
        return pictures;
    }

    private async Task<Guid> BeginAsync(PersonId person, string source, byte[]? token, NewConsent? consent, string by, CancellationToken cancellationToken)
    {
        _people.Require(person);
        return await _core.WriteAsync(
            async (work, stop) =>
            {
                var open = await work.Db.RemoteEnrollments.Where(row => row.PersonId == person.Value && row.Source == source && row.SentAt == null).Select(row => row.Id).ToListAsync(stop);
                foreach (var before in open)
                    await EndAsync(work, before, "replaced", by);
                var row = new RemoteEnrollmentRow
                {
                    Id = Guid.CreateVersion7(work.Now),
                    PersonId = person.Value,
                    Source = source,
                    Token = token,
                    TextVersion = consent?.TextVersion,
                    TakenBy = consent?.TakenBy,
                    CreatedBy = by,
                    CreatedAt = work.Now,
                    ExpiresAt = work.Now + RemoteEnrollment.LinkLife,
                };
                work.NewKeys.Add(new(KeyKind.Remote, row.Id, RandomNumberGenerator.GetBytes(Sealer.KeySize)));
                work.Db.RemoteEnrollments.Add(row);
                work.Audit(by, source == RemoteEnrollment.Phone ? "remote-enrolment.invited" : "remote-enrolment.begun", person.ToString());
                return row.Id;
            },
            cancellationToken);
    }

    private Task ChangeAsync(Guid id, Action<RemoteEnrollmentRow> change, CancellationToken cancellationToken) =>
        _core.WriteAsync(async (work, token) => change(await OpenAsync(work.Db, id, token)), cancellationToken);

    private async Task EndAsync(UnitOfWork work, Guid id, string why, string by)
    {
        var row = await work.Db.RemoteEnrollments.SingleOrDefaultAsync(row => row.Id == id) ?? throw Unknown(id);
        work.Db.RemoteEnrollments.Remove(row);
        await work.Db.RemotePictures.Where(picture => picture.EnrollmentId == id).ExecuteDeleteAsync();
        work.Audit(by, $"remote-enrolment.{why}", new PersonId(row.PersonId).ToString(), new { row.Source });
        work.BeforeCommit += () => _core.Keys.Release(id);
    }

    private Task<IReadOnlyList<RemoteEnrollment>> ListAsync(Func<IQueryable<RemoteEnrollmentRow>, IQueryable<RemoteEnrollmentRow>> which, CancellationToken cancellationToken) =>
        _core.ReadAsync<IReadOnlyList<RemoteEnrollment>>(async (db, token) => await Enrollments(db, which(db.RemoteEnrollments).OrderBy(row => row.CreatedAt).ThenBy(row => row.Id)).ToListAsync(token), cancellationToken);

    private static async Task<RemoteEnrollmentRow> OpenAsync(KioskDb db, Guid id, CancellationToken cancellationToken)
    {
        var row = await db.RemoteEnrollments.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) ?? throw Unknown(id);
        return row.SentAt is null ? row : throw new StoreException(StoreFault.Conflict, "The pictures were sent already.");
    }

    private static IQueryable<RemoteEnrollment> Enrollments(KioskDb db, IQueryable<RemoteEnrollmentRow> rows) => rows.AsNoTracking().Select(row => new RemoteEnrollment(
        row.Id, new PersonId(row.PersonId), row.Source, row.TextVersion, row.TakenBy, row.CreatedBy, row.CreatedAt, row.ExpiresAt, row.SentAt,
        db.RemotePictures.Count(picture => picture.EnrollmentId == row.Id)));

    private static StoreException Unknown(Guid id) => new(StoreFault.NotFound, $"There is no remote enrolment {id:N}: it was decided, or is over.");

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
