using System.Text.Json;
using AccessKiosk.Storage.Events;
using AccessKiosk.Storage.Schema;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Storage.Records;

/// <summary>
/// Who is told of events. The durable queue of each is the record of events itself, from <see cref="Subscription.Delivered"/> on:
/// nothing is copied, nothing is lost with the process, and an erased person is gone from what still waits.
/// </summary>
public sealed class SubscriptionStore
{
    private readonly StoreCore _core;
    private readonly ChangeSignal _changed = new();

    internal SubscriptionStore(StoreCore core) => _core = core;

    /// <summary>Completes when one is next added, changed or removed.</summary>
    public Task Changed => _changed.Next;

    /// <summary>All of them, oldest first.</summary>
    public Task<IReadOnlyList<Subscription>> ListAsync(CancellationToken cancellationToken = default) => _core.ReadAsync<IReadOnlyList<Subscription>>(
        async (db, token) => (await db.Subscriptions.AsNoTracking().OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(token)).ConvertAll(Record),
        cancellationToken);

    /// <summary>One of them, or null.</summary>
    public Task<Subscription?> FindAsync(Guid id, CancellationToken cancellationToken = default) => _core.ReadAsync(
        async (db, token) => await db.Subscriptions.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, token) is { } row ? Record(row) : null,
        cancellationToken);

    /// <summary>Adds webhooks, addresses or topics, all or none; they are told of events from now on.</summary>
    /// <param name="subscriptions">What to add.</param>
    /// <param name="by">Who adds them.</param>
    /// <param name="cancellationToken">Gives up before the change.</param>
    /// <exception cref="StoreException">A text is too long or no text.</exception>
    public async Task<IReadOnlyList<Subscription>> AddAsync(IReadOnlyList<NewSubscription> subscriptions, string by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subscriptions);
        var added = await _core.WriteAsync<IReadOnlyList<Subscription>>(
            async (work, token) =>
            {
                var newest = await work.Db.Events.MaxAsync(one => (long?)one.Sequence, token) ?? 0;
                var rows = subscriptions.Select(one => new SubscriptionRow
                {
                    Id = Guid.CreateVersion7(),
                    Channel = SnakeCase.Name(one.Channel),
                    Url = Check.Text(one.Target, "the address", KioskDb.TextLength),
                    Kinds = string.Join(' ', one.Kinds),
                    Schedule = Check.Optional(one.Schedule, "the schedule", KioskDb.NameLength),
                    Language = one.Language,
                    Secret = one.Secret,
                    CreatedBy = by,
                    CreatedAt = work.Now,
                    Delivered = newest,
                }).ToList();
                foreach (var row in rows)
                {
                    work.Db.Subscriptions.Add(row);
                    var record = Record(row);
                    work.Audit(by, Action(row, "added"), row.Id.ToString("N"), new { to = record.Place, kinds = record.Kinds, schedule = row.Schedule });
                }

                return rows.ConvertAll(Record);
            },
            cancellationToken);
        _changed.Raise();
        return added;
    }

    /// <summary>Adds a webhook; it is told of events from now on.</summary>
    public async Task<Subscription> AddAsync(
        Uri url, IReadOnlyList<string> kinds, string secret, string by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(url);
        return (await AddAsync([new(NotificationChannel.Webhook, url.AbsoluteUri, kinds) { Secret = Check.Text(secret, "the secret", KioskDb.TextLength) }], by, cancellationToken))[0];
    }

    /// <summary>Changes what one is told of, pauses it or lets it go on; what waits is then tried at once.</summary>
    public async Task<Subscription> ChangeAsync(Guid id, IReadOnlyList<string> kinds, bool isPaused, string by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        var changed = await _core.WriteAsync(
            async (work, token) =>
            {
                var row = await work.Db.Subscriptions.SingleOrDefaultAsync(row => row.Id == id, token) ?? throw Missing(id);
                (row.Kinds, row.IsPaused, row.RetryAt) = (string.Join(' ', kinds), isPaused, null);
                work.Audit(by, Action(row, "changed"), id.ToString("N"), new { kinds, paused = isPaused });
                return Record(row);
            },
            cancellationToken);
        _changed.Raise();
        return changed;
    }

    /// <summary>Changes where one is told, of what, when and in which language. What arrived or failed at another address says nothing of the new one.</summary>
    /// <exception cref="StoreException">There is none, or a text is too long or no text.</exception>
    public async Task<Subscription> ChangeAsync(Guid id, NewSubscription change, string by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        var changed = await _core.WriteAsync(
            async (work, token) =>
            {
                var row = await work.Db.Subscriptions.SingleOrDefaultAsync(row => row.Id == id, token) ?? throw Missing(id);
                var target = Check.Text(change.Target, "the address", KioskDb.TextLength);
                if (target != row.Url)
                    (row.Url, row.DeliveredAt, row.Failures, row.Fault) = (target, null, 0, null);
                (row.Kinds, row.Schedule, row.Language, row.RetryAt) = (string.Join(' ', change.Kinds), Check.Optional(change.Schedule, "the schedule", KioskDb.NameLength), change.Language, null);
                var record = Record(row);
                work.Audit(by, Action(row, "changed"), id.ToString("N"), new { to = record.Place, kinds = record.Kinds, schedule = row.Schedule });
                return record;
            },
            cancellationToken);
        _changed.Raise();
        return changed;
    }

    /// <summary>Removes one; what waits for it is not delivered.</summary>
    public async Task RemoveAsync(Guid id, string by, CancellationToken cancellationToken = default)
    {
        await _core.WriteAsync(
            async (work, token) =>
            {
                var row = await work.Db.Subscriptions.SingleOrDefaultAsync(row => row.Id == id, token) ?? throw Missing(id);
                work.Db.Subscriptions.Remove(row);
                work.Audit(by, Action(row, "removed"), id.ToString("N"));
            },
            cancellationToken);
        _changed.Raise();
    }

    /// <summary>Records how far one has been told.</summary>
    public Task AdvanceAsync(Guid id, long delivered, bool sent, CancellationToken cancellationToken = default) => _core.WriteAsync(
        (work, token) => work.Db.Subscriptions.Where(row => row.Id == id).ExecuteUpdateAsync(
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
            (work, token) => work.Db.Subscriptions.Where(row => row.Id == id).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.Failures, row => row.Failures + 1)
                    .SetProperty(row => row.RetryAt, (DateTimeOffset?)retryAt)
                    .SetProperty(row => row.Fault, text),
                token),
            cancellationToken);
    }

    /// <summary>Sets deliveries aside and goes on behind them.</summary>
    /// <param name="id">Whose they are.</param>
    /// <param name="deliveries">What was refused.</param>
    /// <param name="delivered">How far it has been told.</param>
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
    public async Task<Subscription> SendAgainAsync(Guid id, string by, CancellationToken cancellationToken = default)
    {
        var changed = await ManageAsync(id, by, "sent-again", waiting => waiting.ConvertAll(delivery => delivery with { Again = true }), cancellationToken);
        _changed.Raise();
        return changed;
    }

    /// <summary>Drops everything that was set aside; the events themselves stay in the record.</summary>
    public Task<Subscription> DiscardAsync(Guid id, string by, CancellationToken cancellationToken = default) =>
        ManageAsync(id, by, "discarded", _ => [], cancellationToken);

    private Task<Subscription> ManageAsync(
        Guid id, string by, string action, Func<List<SetAsideDelivery>, List<SetAsideDelivery>> change, CancellationToken cancellationToken) => _core.WriteAsync(
        async (work, token) =>
        {
            var row = await work.Db.Subscriptions.SingleOrDefaultAsync(row => row.Id == id, token) ?? throw Missing(id);
            var waiting = Deliveries(row);
            row.SetAside = Text(change(waiting));
            work.Audit(by, Action(row, action), id.ToString("N"), new { deliveries = waiting.Count });
            return Record(row);
        },
        cancellationToken);

    // What was removed meanwhile has nothing left to record.
    private Task ChangeDeliveriesAsync(Guid id, Action<SubscriptionRow, List<SetAsideDelivery>, DateTimeOffset> change, CancellationToken cancellationToken) => _core.WriteAsync(
        async (work, token) =>
        {
            if (await work.Db.Subscriptions.SingleOrDefaultAsync(row => row.Id == id, token) is not { } row)
                return;
            var waiting = Deliveries(row);
            change(row, waiting, work.Now);
            row.SetAside = Text(waiting);
        },
        cancellationToken);

    private static string? Text(List<SetAsideDelivery> deliveries) => deliveries.Count == 0 ? null : JsonSerializer.Serialize(deliveries);

    private static StoreException Missing(Guid id) => new(StoreFault.NotFound, $"There is no webhook or notification {id:N}.");

    private static string Action(SubscriptionRow row, string action) => $"{(row.Channel == SnakeCase.Name(NotificationChannel.Webhook) ? "webhook" : "notification")}.{action}";

    private static Subscription Record(SubscriptionRow row) => new(
        row.Id, SnakeCase.Parse<NotificationChannel>(row.Channel) ?? NotificationChannel.Unknown, row.Url, row.Kinds.Length == 0 ? [] : row.Kinds.Split(' '), row.Secret, row.CreatedBy, row.CreatedAt,
        row.Delivered, row.DeliveredAt, row.Failures, row.RetryAt, row.Fault, row.IsPaused, Deliveries(row))
    {
        Schedule = row.Schedule,
        Language = row.Language,
    };

    private static List<SetAsideDelivery> Deliveries(SubscriptionRow row) =>
        row.SetAside is null ? [] : JsonSerializer.Deserialize<List<SetAsideDelivery>>(row.SetAside)!;

    private static string Cut(string fault) => fault.Length > KioskDb.TextLength ? fault[..KioskDb.TextLength] : fault;
}
