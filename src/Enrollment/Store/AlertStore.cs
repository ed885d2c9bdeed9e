using System.Security.Cryptography;
using AccessKiosk.Enrollment.Keys;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Store.Schema;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Enrollment.Store;

/// <summary>A suspected presentation attack to be stored.</summary>
public sealed class NewSpoofAlert
{
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Which door.</summary>
    public required string Door { get; init; }

    /// <summary>Whose face was shown, as far as it was identified.</summary>
    public PersonId? Person { get; init; }

    /// <summary>The liveness score.</summary>
    public double? Score { get; init; }

    /// <summary>The suspected species (ISO/IEC 30107-3): <c>print</c>, <c>replay</c>.</summary>
    public string? Species { get; init; }

    /// <summary>What raised it, in the kiosk's words.</summary>
    public required string Reason { get; init; }

    /// <summary>The face crop as an encoded picture; sealed under a key of its own. Empty for none.</summary>
    public ReadOnlyMemory<byte> Picture { get; init; }

    /// <summary>The picture's media type.</summary>
    public string PictureType { get; init; } = "image/jpeg";
}

/// <summary>A stored alert without its picture.</summary>
/// <param name="Id">The identifier.</param>
/// <param name="At">When.</param>
/// <param name="Door">Which door.</param>
/// <param name="Person">Whose face was shown; null when unknown or erased.</param>
/// <param name="Score">The liveness score.</param>
/// <param name="Species">The suspected species.</param>
/// <param name="Reason">What raised it.</param>
/// <param name="HasPicture">Whether the picture is still kept.</param>
/// <param name="Verdict">What the reviewer found; null until reviewed.</param>
/// <param name="ReviewedBy">The reviewer.</param>
/// <param name="ReviewedAt">When it was reviewed.</param>
public sealed record SpoofAlert(
    Guid Id,
    DateTimeOffset At,
    string Door,
    PersonId? Person,
    double? Score,
    string? Species,
    string Reason,
    bool HasPicture,
    string? Verdict,
    string? ReviewedBy,
    DateTimeOffset? ReviewedAt);

/// <summary>Spoof alerts and their sealed pictures.</summary>
public sealed class AlertStore
{
    private const int LargestPicture = 2 << 20;
    private readonly StoreCore _core;

    internal AlertStore(StoreCore core) => _core = core;

    /// <summary>Adds an alert; its picture is sealed under a new key. Durable on completion.</summary>
    public Task<SpoofAlert> AddAsync(NewSpoofAlert alert, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(alert);
        if (alert.Picture.Length > LargestPicture)
            throw Check.Invalid($"The alert's picture has {alert.Picture.Length} bytes: {LargestPicture} fit; crop it to the face.");
        var row = new AlertRow
        {
            Id = Guid.CreateVersion7(),
            At = alert.At,
            Door = Check.Text(alert.Door, "the alert's door", KioskDb.NameLength),
            Score = alert.Score,
            Species = Check.Optional(alert.Species, "the species", 50),
            Reason = Check.Text(alert.Reason, "the alert's reason", KioskDb.TextLength),
        };
        return _core.WriteAsync(
            (work, _) =>
            {
                row.PersonId = alert.Person is { } person && _core.People.Find(person) is not null ? person.Value : null;
                if (!alert.Picture.IsEmpty)
                {
                    var key = RandomNumberGenerator.GetBytes(Sealer.KeySize);
                    work.NewKeys.Add(new(KeyKind.Alert, row.Id, key));
                    row.Picture = Sealer.Seal(key, alert.Picture.Span, Context(row.Id));
                    row.PictureType = Check.Text(alert.PictureType, "the picture's type", 100);
                }

                work.Db.Alerts.Add(row);
                return Task.FromResult(Alert(row));
            },
            cancellationToken);
    }

    /// <summary>Alerts, newest first.</summary>
    public Task<IReadOnlyList<SpoofAlert>> ListAsync(
        bool unreviewedOnly = false, int limit = 100, CancellationToken cancellationToken = default) =>
        _core.ReadAsync<IReadOnlyList<SpoofAlert>>(
            async (db, token) =>
            {
                var rows = db.Alerts.AsNoTracking();
                if (unreviewedOnly)
                    rows = rows.Where(row => row.ReviewedAt == null);
                return await Alerts(rows.OrderByDescending(row => row.At).Take(Math.Clamp(limit, 1, 10_000))).ToListAsync(token);
            },
            cancellationToken);

    /// <summary>Opens an alert's picture for a reviewer; that they looked is audited first. Null when it is no longer kept.</summary>
    public Task<byte[]?> ReadPictureAsync(Guid id, string by, CancellationToken cancellationToken = default) => _core.WriteAsync(
        async (work, token) =>
        {
            var row = await FindAsync(work, id, token);
            var key = new byte[Sealer.KeySize];
            if (row.Picture is null || !_core.Keys.TryGet(KeyKind.Alert, id, key))
                return null;
            var picture = new byte[Sealer.PlainSize(row.Picture.Length)];
            var opened = Sealer.TryOpen(key, row.Picture, Context(id), picture);
            CryptographicOperations.ZeroMemory(key);
            if (!opened)
                throw new StoreException(StoreFault.Damaged, $"The picture of alert {id:N} does not open with its key: the row was altered.");
            work.Audit(by, "alert.picture-viewed", id.ToString("N"));
            return picture;
        },
        cancellationToken);

    /// <summary>Records what a reviewer found.</summary>
    public Task<SpoofAlert> ReviewAsync(Guid id, string verdict, string by, CancellationToken cancellationToken = default)
    {
        var found = Check.Text(verdict, "the verdict", KioskDb.NameLength);
        return _core.WriteAsync(
            async (work, token) =>
            {
                var row = await FindAsync(work, id, token);
                (row.Verdict, row.ReviewedBy, row.ReviewedAt) = (found, by, work.Now);
                work.Audit(by, "alert.reviewed", id.ToString("N"), new { verdict = found });
                return Alert(row);
            },
            cancellationToken);
    }

    internal static IQueryable<SpoofAlert> Alerts(IQueryable<AlertRow> rows) => rows.Select(row => new SpoofAlert(
        row.Id,
        row.At,
        row.Door,
        row.PersonId == null ? null : new PersonId(row.PersonId.Value),
        row.Score,
        row.Species,
        row.Reason,
        row.Picture != null,
        row.Verdict,
        row.ReviewedBy,
        row.ReviewedAt));

    private static SpoofAlert Alert(AlertRow row) => Alerts(new[] { row }.AsQueryable()).Single();

    private static byte[] Context(Guid id) => Sealer.Context("alert 1", id);

    private static async Task<AlertRow> FindAsync(UnitOfWork work, Guid id, CancellationToken cancellationToken) =>
        await work.Db.Alerts.SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
            ?? throw new StoreException(StoreFault.NotFound, $"There is no alert {id:N}.");
}
