using AccessKiosk.Storage.Schema;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Storage.Records;

/// <summary>An address that is told of events; <see cref="ToString"/> withholds the secret.</summary>
/// <param name="Id">The identifier.</param>
/// <param name="Url">Where to.</param>
/// <param name="Kinds">Kinds of events; empty for all.</param>
/// <param name="Secret">What deliveries are signed with, protected by the caller.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="Delivered">The place of the last event that was delivered or is of no interest: the next one waits.</param>
/// <param name="DeliveredAt">When something was last delivered.</param>
/// <param name="Failures">Failures in a row.</param>
/// <param name="RetryAt">Not before; null for at once.</param>
/// <param name="Fault">Why the last attempt failed.</param>
/// <param name="IsPaused">Whether deliveries wait until it goes on.</param>
public sealed record Webhook(
    Guid Id, string Url, IReadOnlyList<string> Kinds, string Secret, string CreatedBy, DateTimeOffset CreatedAt,
    long Delivered, DateTimeOffset? DeliveredAt, int Failures, DateTimeOffset? RetryAt, string? Fault, bool IsPaused)
{
    /// <summary>The identifier.</summary>
    public override string ToString() => $"{Id:N}";
}

/// <summary>
/// Webhooks. The durable queue of each is the record of events itself, from <see cref="Webhook.Delivered"/> on: nothing is
/// copied, nothing is lost with the process, and an erased person is gone from what still waits.
/// </summary>
public sealed class WebhookStore
{
    private readonly StoreCore _core;
    private readonly ChangeSignal _changed = new();

    internal WebhookStore(StoreCore core) => _core = core;

    /// <summary>Completes when a webhook is next added, changed or removed.</summary>
    public Task Changed => _changed.Next;

    /// <summary>Every webhook, oldest first.</summary>
    public Task<IReadOnlyList<Webhook>> ListAsync(CancellationToken cancellationToken = default) => _core.ReadAsync<IReadOnlyList<Webhook>>(
        async (db, token) => (await db.Webhooks.AsNoTracking().OrderBy(row => row.CreatedAt).ToListAsync(token)).ConvertAll(Record),
        cancellationToken);

    /// <summary>A webhook, or null.</summary>
    public Task<Webhook?> FindAsync(Guid id, CancellationToken cancellationToken = default) => _core.ReadAsync(
        async (db, token) => await db.Webhooks.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, token) is { } row ? Record(row) : null,
        cancellationToken);

    /// <summary>Adds a webhook; it is told of events from now on.</summary>
    public async Task<Webhook> AddAsync(
        Uri url, IReadOnlyList<string> kinds, string secret, string by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(kinds);
        var address = Check.Text(url.AbsoluteUri, "the address", KioskDb.TextLength);
        var added = await _core.WriteAsync(
            async (work, token) =>
            {
                var row = new WebhookRow
                {
                    Id = Guid.CreateVersion7(),
                    Url = address,
                    Kinds = string.Join(' ', kinds),
                    Secret = Check.Text(secret, "the secret", KioskDb.TextLength),
                    CreatedBy = by,
                    CreatedAt = work.Now,
                    Delivered = await work.Db.Events.MaxAsync(one => (long?)one.Sequence, token) ?? 0,
                };
                work.Db.Webhooks.Add(row);
                work.Audit(by, "webhook.added", row.Id.ToString("N"), new { host = url.Host, kinds });
                return Record(row);
            },
            cancellationToken);
        _changed.Raise();
        return added;
    }

    /// <summary>Changes what a webhook is told of, pauses it or lets it go on; what waits is then tried at once.</summary>
    public async Task<Webhook> ChangeAsync(Guid id, IReadOnlyList<string> kinds, bool isPaused, string by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        var changed = await _core.WriteAsync(
            async (work, token) =>
            {
                var row = await work.Db.Webhooks.SingleOrDefaultAsync(row => row.Id == id, token) ?? throw Missing(id);
                (row.Kinds, row.IsPaused, row.RetryAt) = (string.Join(' ', kinds), isPaused, null);
                work.Audit(by, "webhook.changed", id.ToString("N"), new { kinds, paused = isPaused });
                return Record(row);
            },
            cancellationToken);
        _changed.Raise();
        return changed;
    }

    /// <summary>Removes a webhook; what waits for it is not delivered.</summary>
    public async Task RemoveAsync(Guid id, string by, CancellationToken cancellationToken = default)
    {
        await _core.WriteAsync(
            async (work, token) =>
            {
                if (await work.Db.Webhooks.Where(row => row.Id == id).ExecuteDeleteAsync(token) == 0)
                    throw Missing(id);
                work.Audit(by, "webhook.removed", id.ToString("N"));
            },
            cancellationToken);
        _changed.Raise();
    }

    /// <summary>Records how far a webhook has been told.</summary>
    public Task AdvanceAsync(Guid id, long delivered, bool sent, CancellationToken cancellationToken = default) => _core.WriteAsync(
        (work, token) => work.Db.Webhooks.Where(row => row.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Delivered, delivered)
                .SetProperty(row => row.DeliveredAt, row => sent ? work.Now : row.DeliveredAt)
                .SetProperty(row => row.Failures, 0)
                .SetProperty(row => row.RetryAt, (DateTimeOffset?)null)
                .SetProperty(row => row.Fault, (string?)null),
            token),
        cancellationToken);

    /// <summary>Records a failure and when to try again.</summary>
    public Task FailAsync(Guid id, string fault, DateTimeOffset retryAt, CancellationToken cancellationToken = default)
    {
        var text = fault.Length > KioskDb.TextLength ? fault[..KioskDb.TextLength] : fault;
        return _core.WriteAsync(
            (work, token) => work.Db.Webhooks.Where(row => row.Id == id).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.Failures, row => row.Failures + 1)
                    .SetProperty(row => row.RetryAt, (DateTimeOffset?)retryAt)
                    .SetProperty(row => row.Fault, text),
                token),
            cancellationToken);
    }

    private static StoreException Missing(Guid id) => new(StoreFault.NotFound, $"There is no webhook {id:N}.");

    private static Webhook Record(WebhookRow row) => new(
        row.Id, row.Url, row.Kinds.Length == 0 ? [] : row.Kinds.Split(' '), row.Secret, row.CreatedBy, row.CreatedAt, row.Delivered,
        row.DeliveredAt, row.Failures, row.RetryAt, row.Fault, row.IsPaused);
}
