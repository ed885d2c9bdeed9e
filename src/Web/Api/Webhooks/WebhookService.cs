using AccessKiosk.Storage.Events;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage.Records;
using AccessKiosk.Storage;
using AccessKiosk.Web.Notifications.Delivery;

namespace AccessKiosk.Web.Api.Webhooks;

/// <summary>Webhooks as operators and programs manage them: what may be one, its secret, and a delivery to try it with.</summary>
internal sealed class WebhookService(KioskStore store, WebhookSecrets secrets, WebhookChannel channel, Trials trials, WebOptions options)
{
    /// <summary>Adds one.</summary>
    /// <returns>It, and the secret that its deliveries are signed with: only now.</returns>
    /// <exception cref="StoreException">The address or a kind cannot be one; the message says why.</exception>
    public async Task<(Subscription Webhook, string Secret)> AddAsync(string? url, IReadOnlyList<string> kinds, string by, CancellationToken cancellationToken)
    {
        if (WebhookTarget.Fault(url, options.WebhooksToPrivateNetworks) is { } fault)
            throw new StoreException(StoreFault.Invalid, fault);
        var secret = WebhookSecrets.New();
        return (await store.Subscriptions.AddAsync(new(url!), Checked(kinds), secrets.Protect(secret), by, cancellationToken), secret);
    }

    /// <summary>Changes a webhook's event kinds, pauses or resumes it.</summary>
    /// <exception cref="StoreException">There is none, or a kind cannot be one.</exception>
    public async Task<Subscription> ChangeAsync(Guid id, IReadOnlyList<string> kinds, bool isPaused, string by, CancellationToken cancellationToken) =>
        await store.Subscriptions.ChangeAsync((await RequireAsync(id, cancellationToken)).Id, Checked(kinds), isPaused, by, cancellationToken);

    /// <summary>Sends one a delivery with the code <c>test</c>, which is no event and is kept nowhere; also while it is paused.</summary>
    /// <returns>Why it did not arrive; null when it did.</returns>
    /// <exception cref="StoreException">There is none.</exception>
    public async Task<string?> TestAsync(Guid id, CancellationToken cancellationToken) => await trials.TestAsync(await RequireAsync(id, cancellationToken), channel, cancellationToken);

    /// <summary>All of them.</summary>
    public async Task<IReadOnlyList<Subscription>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await store.Subscriptions.ListAsync(cancellationToken)).Where(one => one.Channel is NotificationChannel.Webhook)];

    /// <summary>One of them.</summary>
    /// <exception cref="StoreException">There is none.</exception>
    public async Task<Subscription> RequireAsync(Guid id, CancellationToken cancellationToken) =>
        await store.Subscriptions.FindAsync(id, cancellationToken) is { Channel: NotificationChannel.Webhook } webhook ? webhook : throw new StoreException(StoreFault.NotFound, "There is no such webhook.");

    private static IReadOnlyList<string> Checked(IReadOnlyList<string> kinds) =>
        kinds.All(kind => EventCodes.Filters.Contains(kind, StringComparer.Ordinal))
            ? [.. kinds.Distinct(StringComparer.Ordinal)]
            : throw new StoreException(StoreFault.Invalid, $"kinds holds another than {string.Join(", ", EventCodes.Filters)}.");
}
