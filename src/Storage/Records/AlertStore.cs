using System.Security.Cryptography;
using AccessKiosk.Storage.Events;
using AccessKiosk.Storage.Files;
using AccessKiosk.Storage.Keys;
using AccessKiosk.Storage.Schema;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Storage.Records;

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

    /// <summary>What spoke most for an attack, as in <see cref="AccessEvent.Cue"/>.</summary>
    public string? Cue { get; init; }

    /// <summary>What raised it.</summary>
    public required ReasonCode Reason { get; init; }

    /// <summary>The face crop as an encoded picture; sealed under a key of its own. Empty for none.</summary>
    public ReadOnlyMemory<byte> Picture { get; init; }

    /// <summary>The picture's media type.</summary>
    public string PictureType { get; init; } = "image/jpeg";

    /// <summary>JSON: what every cue said over time. Numbers only.</summary>
    public string? Evidence { get; init; }
}

/// <summary>What a reviewer found.</summary>
/// <param name="Verdict">In the kiosk's words: <c>attack</c>, <c>false-alarm</c>, <c>unclear</c>.</param>
/// <param name="Note">A remark; null for none.</param>
/// <param name="ForCalibration">Whether the next calibration is to learn from it.</param>
public sealed record AlertReview(string Verdict, string? Note = null, bool ForCalibration = false);

/// <summary>How the alerts of a time were judged.</summary>
/// <param name="Total">Alerts raised.</param>
/// <param name="Verdicts">How many of them have each verdict; those not reviewed are in none.</param>
public sealed record AlertCounts(int Total, IReadOnlyDictionary<string, int> Verdicts);

/// <summary>A stored alert without its picture.</summary>
/// <param name="Id">The identifier.</param>
/// <param name="At">When.</param>
/// <param name="Door">Which door.</param>
/// <param name="Person">Whose face was shown; null when unknown or erased.</param>
/// <param name="Score">The liveness score.</param>
/// <param name="Cue">What spoke most for an attack, as in <see cref="AccessEvent.Cue"/>.</param>
/// <param name="Reason">What raised it.</param>
/// <param name="HasPicture">Whether the picture is still kept.</param>
/// <param name="Verdict">What the reviewer found; null until reviewed.</param>
/// <param name="Note">The reviewer's remark.</param>
/// <param name="ForCalibration">Whether the next calibration is to learn from it.</param>
/// <param name="ReviewedBy">The reviewer.</param>
/// <param name="ReviewedAt">When it was reviewed.</param>
public sealed record SpoofAlert(
    Guid Id,
    DateTimeOffset At,
    string Door,
    PersonId? Person,
    double? Score,
    string? Cue,
    ReasonCode Reason,
    bool HasPicture,
    string? Verdict,
    string? Note,
    bool ForCalibration,
    string? ReviewedBy,
    DateTimeOffset? ReviewedAt);

/// <summary>Spoof alerts and their sealed pictures.</summary>
public sealed class AlertStore
{
    private const int LargestPicture = 2 << 20;
    private readonly StoreCore _core;
    private readonly ChangeSignal _changed = new();

    internal AlertStore(StoreCore core) => _core = core;

    /// <summary>Completes when an alert is next added or reviewed.</summary>
    public Task Changed => _changed.Next;

    /// <summary>Adds an alert; its picture is sealed under a new key. Durable on completion.</summary>
    public async Task<SpoofAlert> AddAsync(NewSpoofAlert alert, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(alert);
        if (alert.Picture.Length > LargestPicture)
            throw Check.Invalid($"The alert's picture has {alert.Picture.Length} bytes: {LargestPicture} fit; crop it to the face.");
        var row = new AlertRow
        {
            Id = Guid.CreateVersion7(),
            At = _core.Clock.Read().StampFor(alert.At),
            Door = Check.Text(alert.Door, "the alert's door", KioskDb.NameLength),
            Score = alert.Score,
            Cue = Check.Optional(alert.Cue, "the cue", 50),
            Reason = SnakeCase.Name(alert.Reason),
            Evidence = alert.Evidence,
        };
        var added = await _core.WriteAsync(
            async (work, token) =>
            {
                // A person erased meanwhile is left out.
                row.PersonId = alert.Person is { Value: var person } && await work.Db.People.AnyAsync(known => known.Id == person, token) ? person : null;
                // The alert counts; its picture may not take what is kept for events.
                if (!alert.Picture.IsEmpty && DiskReserve.Room(Path.GetDirectoryName(_core.Database.Path)!) > 2L * alert.Picture.Length)
                {
                    var key = RandomNumberGenerator.GetBytes(Sealer.KeySize);
                    work.NewKeys.Add(new(KeyKind.Alert, row.Id, key));
                    row.Picture = Sealer.Seal(key, alert.Picture.Span, Context(row.Id));
                    row.PictureType = Check.Text(alert.PictureType, "the picture's type", 100);
                }

                work.Db.Alerts.Add(row);
                return Alert(row);
            },
            cancellationToken);
        _changed.Raise();
        return added;
    }

    /// <summary>One alert; null when there is none.</summary>
    public Task<SpoofAlert?> FindAsync(Guid id, CancellationToken cancellationToken = default) => _core.ReadAsync(
        (db, token) => Alerts(db.Alerts.AsNoTracking().Where(row => row.Id == id)).SingleOrDefaultAsync(token), cancellationToken);

    /// <summary>What every cue said over time, as JSON; null when it was not kept.</summary>
    public Task<string?> ReadEvidenceAsync(Guid id, CancellationToken cancellationToken = default) => _core.ReadAsync(
        (db, token) => db.Alerts.AsNoTracking().Where(row => row.Id == id).Select(row => row.Evidence).SingleOrDefaultAsync(token), cancellationToken);

    /// <summary>Alerts to work through: those not reviewed first, the newest of each first.</summary>
    public Task<IReadOnlyList<SpoofAlert>> QueueAsync(int limit, CancellationToken cancellationToken = default) =>
        _core.ReadAsync<IReadOnlyList<SpoofAlert>>(
            async (db, token) => await Alerts(db.Alerts.AsNoTracking()
                .OrderBy(row => row.ReviewedAt != null).ThenByDescending(row => row.At).ThenByDescending(row => row.Id)
                .Take(Math.Clamp(limit, 1, 10_000))).ToListAsync(token),
            cancellationToken);

    /// <summary>What a reviewer judged at one instant: one alert, or several at once.</summary>
    public Task<IReadOnlyList<SpoofAlert>> ListReviewedAsync(DateTimeOffset at, string by, CancellationToken cancellationToken = default) =>
        _core.ReadAsync<IReadOnlyList<SpoofAlert>>(
            async (db, token) => await Alerts(db.Alerts.AsNoTracking().Where(row => row.ReviewedAt == at && row.ReviewedBy == by)).ToListAsync(token), cancellationToken);

    /// <summary>How many alerts wait for a reviewer.</summary>
    public Task<int> CountUnreviewedAsync(CancellationToken cancellationToken = default) =>
        _core.ReadAsync((db, token) => db.Alerts.CountAsync(row => row.ReviewedAt == null, token), cancellationToken);

    /// <summary>How the alerts of a time were judged.</summary>
    public Task<AlertCounts> CountAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken = default) => _core.ReadAsync(
        async (db, token) =>
        {
            var counts = await db.Alerts.Where(row => row.At >= from && row.At < until)
                .GroupBy(row => row.Verdict)
                .Select(group => new { Verdict = group.Key, Count = group.Count() })
                .ToListAsync(token);
            return new AlertCounts(
                counts.Sum(group => group.Count),
                counts.Where(group => group.Verdict is not null).ToDictionary(group => group.Verdict!, group => group.Count, StringComparer.Ordinal));
        },
        cancellationToken);

    /// <summary>Alerts, newest first; with <paramref name="before"/> only older ones, for the next page.</summary>
    public Task<IReadOnlyList<SpoofAlert>> ListAsync(
        bool unreviewedOnly = false, int limit = 100, SpoofAlert? before = null, CancellationToken cancellationToken = default) =>
        _core.ReadAsync<IReadOnlyList<SpoofAlert>>(
            async (db, token) =>
            {
                var rows = db.Alerts.AsNoTracking();
                if (unreviewedOnly)
                    rows = rows.Where(row => row.ReviewedAt == null);
                if (before is not null)
                    rows = rows.Where(row => row.At < before.At || (row.At == before.At && row.Id.CompareTo(before.Id) < 0));
                return await Alerts(rows.OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Take(Math.Clamp(limit, 1, 10_000))).ToListAsync(token);
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

    /// <summary>Records what a reviewer found; a later review replaces the earlier, and both are in the audit.</summary>
    public async Task<SpoofAlert> ReviewAsync(Guid id, AlertReview review, string by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(review);
        var (verdict, note) = Checked(review);
        var reviewed = await _core.WriteAsync(
            async (work, token) =>
            {
                var row = await FindAsync(work, id, token);
                row.Note = note;
                Judge(work, row, verdict, review.ForCalibration, noted: note is not null, by);
                return Alert(row);
            },
            cancellationToken);
        _changed.Raise();
        return reviewed;
    }

    /// <summary>Records one finding for several alerts at one instant, all or none. A note that an alert has stays when none is given.</summary>
    /// <returns>Those that are still kept, as they are now.</returns>
    public Task<IReadOnlyList<SpoofAlert>> ReviewAsync(IReadOnlyCollection<Guid> ids, AlertReview review, string by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(review);
        var (verdict, note) = Checked(review);
        return ChangeAsync(
            ids,
            (work, row) =>
            {
                row.Note = note ?? row.Note;
                Judge(work, row, verdict, review.ForCalibration, noted: note is not null, by);
            },
            cancellationToken);
    }

    /// <summary>Takes verdicts back: the alerts wait for a reviewer again. Notes stay; alerts without a verdict are left as they are.</summary>
    /// <returns>Those that are still kept, as they are now.</returns>
    public Task<IReadOnlyList<SpoofAlert>> ReopenAsync(IReadOnlyCollection<Guid> ids, string by, CancellationToken cancellationToken = default) => ChangeAsync(
        ids,
        (work, row) =>
        {
            if (row.ReviewedAt is null)
                return;
            work.Audit(by, "alert.reopened", row.Id.ToString("N"), new { verdict = row.Verdict });
            (row.Verdict, row.ForCalibration, row.ReviewedBy, row.ReviewedAt) = (null, false, null, null);
        },
        cancellationToken);

    private async Task<IReadOnlyList<SpoofAlert>> ChangeAsync(IReadOnlyCollection<Guid> ids, Action<UnitOfWork, AlertRow> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var changed = await _core.WriteAsync<IReadOnlyList<SpoofAlert>>(
            async (work, token) =>
            {
                var rows = await work.Db.Alerts.Where(row => ids.Contains(row.Id)).OrderBy(row => row.At).ToListAsync(token);
                foreach (var row in rows)
                    change(work, row);
                return [.. rows.Select(Alert)];
            },
            cancellationToken);
        if (changed.Count > 0)
            _changed.Raise();
        return changed;
    }

    private static (string Verdict, string? Note) Checked(AlertReview review) =>
        (Check.Text(review.Verdict, "the verdict", KioskDb.NameLength), Check.Optional(review.Note, "the note", KioskDb.TextLength));

    private static void Judge(UnitOfWork work, AlertRow row, string verdict, bool forCalibration, bool noted, string by)
    {
        (row.Verdict, row.ForCalibration, row.ReviewedBy, row.ReviewedAt) = (verdict, forCalibration, by, work.Now);
        work.Audit(by, "alert.reviewed", row.Id.ToString("N"), new { verdict, noted, forCalibration });
    }

    internal static IQueryable<SpoofAlert> Alerts(IQueryable<AlertRow> rows) => rows.Select(row => new SpoofAlert(
        row.Id,
        row.At,
        row.Door,
        row.PersonId == null ? null : new PersonId(row.PersonId.Value),
        row.Score,
        row.Cue,
        SnakeCase.Parse<ReasonCode>(row.Reason) ?? ReasonCode.PresentationAttack,
        row.Picture != null,
        row.Verdict,
        row.Note,
        row.ForCalibration,
        row.ReviewedBy,
        row.ReviewedAt));

    private static SpoofAlert Alert(AlertRow row) => Alerts(new[] { row }.AsQueryable()).Single();

    private static byte[] Context(Guid id) => Sealer.Context("alert 1", id);

    private static async Task<AlertRow> FindAsync(UnitOfWork work, Guid id, CancellationToken cancellationToken) =>
        await work.Db.Alerts.SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
            ?? throw new StoreException(StoreFault.NotFound, $"There is no alert {id:N}.");
}
