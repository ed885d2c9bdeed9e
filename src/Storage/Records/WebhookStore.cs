using System.Text.Json;
using AccessKiosk.Storage.Schema;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Storage.Records;

/// <summary>A delivery that the receiver refused while it took others: it waits beside the record until somebody sends it again.</summary>
/// <param name="Sequence">The event's place in the record.</param>
/// <param name="At">When it was set aside.</param>
/// <param name="Tries">How often it was tried.</param>
/// <param name="Fault">Why the last attempt failed.</param>
/// <param name="Again">Whether somebody wants it sent again.</param>
public sealed record SetAsideDelivery(long Sequence, DateTimeOffset At, int Tries, string Fault, bool Again);

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
/// <param name="SetAside">Deliveries that hold up the others no more, oldest first.</param>
public sealed record Webhook(
    Guid Id, string Url, IReadOnlyList<string> Kinds, string Secret, string CreatedBy, DateTimeOffset CreatedAt,
    long Delivered, DateTimeOffset? DeliveredAt, int Failures, DateTimeOffset? RetryAt, string? Fault, bool IsPaused,
    IReadOnlyList<SetAsideDelivery> SetAside)
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
        var text = Cut(fault);
        return _core.WriteAsync(
            (work, token) => work.Db.Webhooks.Where(row => row.Id == id).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.Failures, row => row.Failures + 1)
                    .SetProperty(row => row.RetryAt, (DateTimeOffset?)retryAt)
                    .SetProperty(row => row.Fault, text),
                token),
            cancellationToken);
    }

    /// <summary>Sets deliveries aside and goes on behind them.</summary>
    /// <param name="id">The webhook.</param>
    /// <param name="deliveries">What was refused.</param>
    /// <param name="delivered">How far the webhook has been told.</param>
    /// <param name="sent">Whether the last of these arrived.</param>
    /// <param name="cancellationToken">Gives up before the change.</param>
    public Task SetAsideAsync(
        Guid id, IReadOnlyList<SetAsideDelivery> deliveries, long delivered, bool sent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deliveries);
        return ChangeDeliveriesAsync(
            id,
            (row, waiting, now) =>
            {
                waiting.AddRange(deliveries.Select(delivery => delivery with { Fault = Cut(delivery.Fault) }));
                (row.Delivered, row.Failures, row.RetryAt, row.Fault) = (delivered, 0, null, null);
                if (sent)
                    row.DeliveredAt = now;
            },
            cancellationToken);
    }

    /// <summary>Records how it went with a delivery that was sent again; null takes it off the list.</summary>
    public Task SentAgainAsync(Guid id, long sequence, SetAsideDelivery? left, CancellationToken cancellationToken = default) => ChangeDeliveriesAsync(
        id,
        (_, waiting, _) =>
        {
            var at = waiting.FindIndex(delivery => delivery.Sequence == sequence);
            if (at < 0)
                return;
            if (left is null)
                waiting.RemoveAt(at);
            else
                waiting[at] = left with { Fault = Cut(left.Fault) };
        },
        cancellationToken);

    /// <summary>Has everything that was set aside sent again.</summary>
    public async Task<Webhook> SendAgainAsync(Guid id, string by, CancellationToken cancellationToken = default)
    {
        var changed = await ManageAsync(id, by, "webhook.sent-again", waiting => waiting.ConvertAll(delivery => delivery with { Again = true }), cancellationToken);
        _changed.Raise();
        return changed;
    }

    /// <summary>Drops everything that was set aside; the events themselves stay in the record.</summary>
    public Task<Webhook> DiscardAsync(Guid id, string by, CancellationToken cancellationToken = default) =>
        ManageAsync(id, by, "webhook.discarded", _ => [], cancellationToken);

    private Task<Webhook> ManageAsync(
        Guid id, string by, string action, Func<List<SetAsideDelivery>, List<SetAsideDelivery>> change, CancellationToken cancellationToken) => _core.WriteAsync(
        async (work, token) =>
        {
            var row = await work.Db.Webhooks.SingleOrDefaultAsync(row => row.Id == id, token) ?? throw Missing(id);
            var waiting = Deliveries(row);
            row.SetAside = Text(change(waiting));
            work.Audit(by, action, id.ToString("N"), new { deliveries = waiting.Count });
            return Record(row);
        },
        cancellationToken);

    // A webhook that was removed meanwhile has nothing left to record.
    private Task ChangeDeliveriesAsync(Guid id, Action<WebhookRow, List<SetAsideDelivery>, DateTimeOffset> change, CancellationToken cancellationToken) => _core.WriteAsync(
        async (work, token) =>
        {
            if (await work.Db.Webhooks.SingleOrDefaultAsync(row => row.Id == id, token) is not { } row)
                return;
            var waiting = Deliveries(row);
            change(row, waiting, work.Now);
            row.SetAside = Text(waiting);
        },
        cancellationToken);

    private static string? Text(List<SetAsideDelivery> deliveries) => deliveries.Count == 0 ? null : JsonSerializer.Serialize(deliveries);

    private static StoreException Missing(Guid id) => new(StoreFault.NotFound, $"There is no webhook {id:N}.");

    private static Webhook Record(WebhookRow row) => new(
        row.Id, row.Url, row.Kinds.Length == 0 ? [] : row.Kinds.Split(' '), row.Secret, row.CreatedBy, row.CreatedAt, row.Delivered,
        row.DeliveredAt, row.Failures, row.RetryAt, row.Fault, row.IsPaused, Deliveries(row));

    private static List<SetAsideDelivery> Deliveries(WebhookRow row) =>
        row.SetAside is null ? [] : JsonSerializer.Deserialize<List<SetAsideDelivery>>(row.SetAside)!;

    private static string Cut(string fault) => fault.Length > KioskDb.TextLength ? fault[..KioskDb.TextLength] : fault;
}
