using AccessKiosk.Enrollment.Store.Schema;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Enrollment.Store;

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
public sealed record Webhook(
    Guid Id, string Url, IReadOnlyList<string> Kinds, string Secret, string CreatedBy, DateTimeOffset CreatedAt,
    long Delivered, DateTimeOffset? DeliveredAt, int Failures, DateTimeOffset? RetryAt, string? Fault)
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

    /// <summary>Completes when a webhook is next added or removed.</summary>
    public Task Changed => _changed.Next;

    /// <summary>Every webhook, oldest first.</summary>
    public Task<IReadOnlyList<Webhook>> ListAsync(CancellationToken cancellationToken = default) => _core.ReadAsync<IReadOnlyList<Webhook>>(
        async (db, token) => (await db.Webhooks.AsNoTracking().OrderBy(row => row.CreatedAt).ToListAsync(token)).ConvertAll(Record),
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

    /// <summary>Removes a webhook; what waits for it is not delivered.</summary>
    public async Task RemoveAsync(Guid id, string by, CancellationToken cancellationToken = default)
    {
        await _core.WriteAsync(
            async (work, token) =>
            {
                if (await work.Db.Webhooks.Where(row => row.Id == id).ExecuteDeleteAsync(token) == 0)
                    throw new StoreException(StoreFault.NotFound, $"There is no webhook {id:N}.");
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

    private static Webhook Record(WebhookRow row) => new(
        row.Id, row.Url, row.Kinds.Length == 0 ? [] : row.Kinds.Split(' '), row.Secret, row.CreatedBy, row.CreatedAt, row.Delivered,
        row.DeliveredAt, row.Failures, row.RetryAt, row.Fault);
}
