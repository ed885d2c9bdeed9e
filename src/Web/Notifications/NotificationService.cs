using AccessKiosk.Access.Events;
using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Events;
using AccessKiosk.Storage.Records;
using AccessKiosk.Web.Notifications.Delivery;
using AccessKiosk.Web.Notifications.Mail;

namespace AccessKiosk.Web.Notifications;

/// <summary>Who is told of what, as staff manage it: every change is audited, and a test says what became of it.</summary>
internal sealed class NotificationService(KioskStore store, SiteRules rules, IEnumerable<IEventChannel> channels, Trials trials, MailOptions mail)
{
    private const int MostAddresses = 20;
    private const int MostNotifications = 100;

    /// <summary>All of them but webhooks, which have a page and secrets of their own.</summary>
    public async Task<IReadOnlyList<Subscription>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await store.Subscriptions.ListAsync(cancellationToken)).Where(one => one.Channel is not NotificationChannel.Webhook)];

    /// <summary>Adds mail addresses; each is told for itself, so that one that is refused holds up no other.</summary>
    /// <param name="addresses">With commas or spaces between.</param>
    /// <param name="kinds">Of what; at least one.</param>
    /// <param name="schedule">When; null or empty: at all times.</param>
    /// <param name="language">Of the words.</param>
    /// <param name="by">The operator.</param>
    /// <param name="cancellationToken">Gives up before the change.</param>
    /// <returns>Every fault; empty when they were added.</returns>
    public async Task<IReadOnlyList<string>> AddMailAsync(string? addresses, IReadOnlyList<string> kinds, string? schedule, string? language, string by, CancellationToken cancellationToken)
    {
        var targets = MailAddresses.Split(addresses);
        var faults = new List<string>();
        if (!mail.IsOn)
            faults.Add("No mail server is set: Mail:Host in the settings.");
        if (targets.Count == 0)
            faults.Add("Give at least one address.");
        else if (targets.Count > MostAddresses)
            faults.Add($"Give at most {MostAddresses} addresses at once.");
        else
            faults.AddRange(targets.Select(MailAddresses.Fault).OfType<string>());
        NewSubscription[] wanted = [.. targets.Select(target => new NewSubscription(NotificationChannel.Mail, target, kinds) { Schedule = schedule, Language = language })];
        var present = await ListAsync(cancellationToken);
        if (present.Count + wanted.Length > MostNotifications)
            faults.Add($"There can be {MostNotifications} notifications.");
        faults.AddRange(Faults(wanted, present));
        if (faults.Count == 0)
            await store.Subscriptions.AddAsync([.. wanted.Select(Kept)], by, cancellationToken);
        return faults;
    }

    /// <summary>Changes one.</summary>
    /// <param name="id">Which.</param>
    /// <param name="address">Where to.</param>
    /// <param name="kinds">Of what; at least one.</param>
    /// <param name="schedule">When; null or empty: at all times.</param>
    /// <param name="language">Of the words.</param>
    /// <param name="by">The operator.</param>
    /// <param name="cancellationToken">Gives up before the change.</param>
    /// <returns>Every fault; empty when it was changed.</returns>
    /// <exception cref="StoreException">There is none.</exception>
    public async Task<IReadOnlyList<string>> ChangeMailAsync(Guid id, string? address, IReadOnlyList<string> kinds, string? schedule, string? language, string by, CancellationToken cancellationToken)
    {
        var before = await RequireAsync(id, cancellationToken);
        var wanted = new NewSubscription(NotificationChannel.Mail, address?.Trim() ?? "", kinds) { Schedule = schedule, Language = language };
        List<string> faults =
        [
            .. wanted.Target.Length == 0 ? ["Give an address."] : MailAddresses.Fault(wanted.Target) is { } fault ? [fault] : Array.Empty<string>(),
            .. Faults([wanted], [.. (await ListAsync(cancellationToken)).Where(one => one.Id != id)]),
        ];
        if (faults.Count > 0)
            return faults;
        await store.Subscriptions.ChangeAsync(id, Kept(wanted), by, cancellationToken);
        if (wanted.Target != before.Target)
            trials.Forget(id);
        return faults;
    }

    /// <summary>Pauses one or lets it go on.</summary>
    /// <exception cref="StoreException">There is none.</exception>
    public async Task PauseAsync(Guid id, bool isPaused, string by, CancellationToken cancellationToken) =>
        await store.Subscriptions.ChangeAsync(id, (await RequireAsync(id, cancellationToken)).Kinds, isPaused, by, cancellationToken);

    /// <summary>Removes one.</summary>
    /// <exception cref="StoreException">There is none.</exception>
    public async Task RemoveAsync(Guid id, string by, CancellationToken cancellationToken) =>
        await store.Subscriptions.RemoveAsync((await RequireAsync(id, cancellationToken)).Id, by, cancellationToken);

    /// <summary>Sends again what was set aside.</summary>
    /// <exception cref="StoreException">There is none.</exception>
    public async Task SendAgainAsync(Guid id, string by, CancellationToken cancellationToken) =>
        await store.Subscriptions.SendAgainAsync((await RequireAsync(id, cancellationToken)).Id, by, cancellationToken);

    /// <summary>Discards what was set aside; the events stay in the record.</summary>
    /// <exception cref="StoreException">There is none.</exception>
    public async Task DiscardAsync(Guid id, string by, CancellationToken cancellationToken) =>
        await store.Subscriptions.DiscardAsync((await RequireAsync(id, cancellationToken)).Id, by, cancellationToken);

    /// <summary>Sends a test; also while it is paused.</summary>
    /// <returns>Why it did not arrive; null when it did.</returns>
    /// <exception cref="StoreException">There is none.</exception>
    public async Task<string?> TestAsync(Guid id, CancellationToken cancellationToken)
    {
        var subscription = await RequireAsync(id, cancellationToken);
        return await trials.TestAsync(subscription, channels.First(one => one.Channel == subscription.Channel), cancellationToken);
    }

    private List<string> Faults(IReadOnlyCollection<NewSubscription> wanted, IReadOnlyCollection<Subscription> others)
    {
        var faults = new List<string>();
        foreach (var one in wanted.Take(1))
        {
            if (one.Kinds.Count == 0)
                faults.Add("Choose at least one kind of event.");
            if (one.Kinds.Any(kind => !EventCodes.Filters.Contains(kind, StringComparer.Ordinal)))
                faults.Add("There is no such kind of event.");
            if (!string.IsNullOrEmpty(one.Schedule) && rules.Active.Rules.Schedule(one.Schedule) is null)
                faults.Add("There is no such schedule any more.");
            if (EventFormatter.Culture(one.Language) is null)
                faults.Add("There are no words in this language.");
        }

        var told = others.Select(one => (one.Channel, one.Target.ToUpperInvariant())).ToHashSet();
        faults.AddRange(wanted.Where(one => told.Contains((one.Channel, one.Target.ToUpperInvariant()))).Select(one => $"{one.Target} is told already: change or remove that, or give another address."));
        return faults;
    }

    // As it is stored: each kind once, the schedule as it is written, the language's short name.
    private NewSubscription Kept(NewSubscription one) => one with
    {
        Kinds = [.. one.Kinds.Distinct(StringComparer.Ordinal)],
        Schedule = rules.Active.Rules.Schedule(one.Schedule)?.Name,
        Language = EventFormatter.Culture(one.Language)!.TwoLetterISOLanguageName,
    };

    private async Task<Subscription> RequireAsync(Guid id, CancellationToken cancellationToken) =>
        await store.Subscriptions.FindAsync(id, cancellationToken) is { Channel: NotificationChannel.Mail } found
            ? found
            : throw new StoreException(StoreFault.NotFound, "There is no such notification.");
}
