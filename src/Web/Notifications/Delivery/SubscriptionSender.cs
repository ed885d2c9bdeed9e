using System.Security.Cryptography;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Hardware.Timing;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Events;
using AccessKiosk.Storage.Records;

namespace AccessKiosk.Web.Notifications.Delivery;

/// <summary>
/// Delivers events to one subscription, in the order of the record and at least once. What could not be delivered is tried
/// again with growing pauses, also after a restart, for as long as the events are kept. A delivery that fails again and again
/// while a later one arrives is set aside, so that it does not hold up the others.
/// </summary>
internal sealed class SubscriptionSender(Guid id, KioskStore store, IReadOnlyList<IEventChannel> channels, NotificationHours hours, TimeProvider time)
{
    private const int Batch = 100;
    private static readonly Backoff Pauses = new(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
    // After so many tries later deliveries are tried too; after so many a refusal is final, though nothing else waits.
    private const int TriesAlone = 3;
    private const int MostTries = 15;
    private const int MostProbes = 5;
    private const int MostSetAside = 100;

    // A new event is tried soon, however long the pause after the failures before it.
    private static readonly TimeSpan ProbePause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(5);

    // The end of the delivery that failed last: tried again, it tells the same events, and is known by the same identifier.
    private long _tried;

    /// <summary>Delivers until the subscription is removed.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var tryNow = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                // Taken before reading, so that nothing is missed in between.
                var (appended, changed) = (store.Events.Appended, store.Subscriptions.Changed);
                if (await store.Subscriptions.FindAsync(id, cancellationToken) is not { } subscription)
                    return;
                if (subscription.IsPaused || channels.FirstOrDefault(one => one.Channel == subscription.Channel) is not { } channel)
                    await changed.WaitAsync(cancellationToken);
                else if (subscription.SetAside.Any(delivery => delivery.Again))
                    await SendAgainAsync(subscription, channel, cancellationToken);
                // A longer pause than any that is ever made comes from a clock that was wrong.
                else if (!tryNow && subscription.RetryAt - time.GetUtcNow() is { Ticks: > 0 } pause && pause < Pauses.Longest * 2)
                    tryNow = await WaitAsync(subscription, pause, appended, changed, cancellationToken);
                else
                {
                    tryNow = false;
                    switch (await SendBatchAsync(subscription, channel, changed, cancellationToken))
                    {
                        case null:
                            await FirstOfAsync(appended.WaitAsync, changed, cancellationToken);
                            break;
                        case { Ticks: > 0 } hold:
                            await WaitAsync(hold, appended, changed, cancellationToken);
                            break;
                    }
                }
            }
            catch (StoreException)
            {
                await Task.Delay(StorePause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    // True when a new event came meanwhile, which may arrive where an older one does not.
    private async Task<bool> WaitAsync(Subscription subscription, TimeSpan pause, Task appended, Task changed, CancellationToken cancellationToken)
    {
        if (subscription.Failures >= TriesAlone && pause > ProbePause)
            return await WaitAsync(pause, appended, changed, cancellationToken);
        await FirstOfAsync(token => Task.Delay(pause, time, token), changed, cancellationToken);
        return false;
    }

    private async Task<bool> WaitAsync(TimeSpan pause, Task appended, Task changed, CancellationToken cancellationToken)
    {
        await FirstOfAsync(token => Task.WhenAny(Task.Delay(pause, time, token), appended.WaitAsync(token)), changed, cancellationToken);
        if (!appended.IsCompleted || changed.IsCompleted)
            return false;
        await FirstOfAsync(token => Task.Delay(ProbePause, time, token), changed, cancellationToken);
        return true;
    }

    // The other is ended, so that no timer stays behind.
    private static async Task FirstOfAsync(Func<CancellationToken, Task> one, Task other, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(one(end.Token), other.WaitAsync(end.Token));
        await end.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    // Null when everything is delivered, else how long the next delivery is kept back.
    private async Task<TimeSpan?> SendBatchAsync(Subscription subscription, IEventChannel channel, Task changed, CancellationToken cancellationToken)
    {
        var most = Math.Max(Batch, channel.MostEvents);
        var events = await store.Events.SinceAsync(subscription.Delivered, most, cancellationToken);
        foreach (var delivery in Deliveries(subscription, channel, events))
        {
            // It may have been paused: it is read again first.
            if (changed.IsCompleted)
                return TimeSpan.Zero;
            if (channel.Hold(subscription, delivery) is { Ticks: > 0 } hold)
                return hold;
            if (await channel.SendAsync(subscription, delivery, cancellationToken) is { } fault)
            {
                if (delivery[0].Sequence - 1 > subscription.Delivered)
                    await store.Subscriptions.AdvanceAsync(id, delivery[0].Sequence - 1, sent: false, cancellationToken);
                _tried = delivery[^1].Sequence;
                await FailedAsync(subscription, channel, delivery, fault, cancellationToken);
                return TimeSpan.Zero;
            }

            await store.Subscriptions.AdvanceAsync(id, delivery[^1].Sequence, sent: true, cancellationToken);
            subscription = subscription with { Delivered = delivery[^1].Sequence, Failures = 0 };
        }

        if (events.Count > 0 && events[^1].Sequence > subscription.Delivered)
            await store.Subscriptions.AdvanceAsync(id, events[^1].Sequence, sent: false, cancellationToken);
        return changed.IsCompleted || events.Count == most ? TimeSpan.Zero : null;
    }

    private IEnumerable<AccessEvent[]> Deliveries(Subscription subscription, IEventChannel channel, IEnumerable<AccessEvent> events)
    {
        var wanted = events.Where(happened => IsWanted(subscription, channel, happened)).ToLookup(happened => happened.Sequence <= _tried);
        return wanted[true].Chunk(channel.MostEvents).Concat(wanted[false].Chunk(channel.MostEvents));
    }

    private bool IsWanted(Subscription subscription, IEventChannel channel, AccessEvent happened) =>
        subscription.Wants(happened.Code) && channel.MayTell(happened.Code) && hours.IsOn(subscription.Schedule, happened.At);

    private async Task FailedAsync(Subscription subscription, IEventChannel channel, AccessEvent[] delivery, DeliveryFault fault, CancellationToken cancellationToken)
    {
        var tries = subscription.Failures + 1;
        if (tries >= TriesAlone && subscription.SetAside.Count < MostSetAside)
        {
            List<SetAsideDelivery> refused = [SetAside(delivery, tries, fault)];
            var later = await WantedAfterAsync(subscription, channel, delivery[^1].Sequence, cancellationToken);
            foreach (var next in later.Chunk(channel.MostEvents))
            {
                if (await channel.SendAsync(subscription, next, cancellationToken) is not { } another)
                {
                    await store.Subscriptions.SetAsideAsync(id, refused, next[^1].Sequence, sent: true, cancellationToken);
                    return;
                }

                refused.Add(SetAside(next, 1, another));
            }

            if (tries >= MostTries && fault.IsRefusal)
            {
                await store.Subscriptions.SetAsideAsync(id, [refused[0]], delivery[^1].Sequence, sent: false, cancellationToken);
                return;
            }
        }

        await store.Subscriptions.FailAsync(id, fault.Text, time.GetUtcNow() + Pause(subscription.Failures), cancellationToken);
    }

    private SetAsideDelivery SetAside(AccessEvent[] delivery, int tries, DeliveryFault fault) =>
        new(delivery[0].Sequence, time.GetUtcNow(), tries, fault.Text, Again: false, delivery.Length > 1 ? delivery[^1].Sequence : null);

    private async Task<IReadOnlyList<AccessEvent>> WantedAfterAsync(Subscription subscription, IEventChannel channel, long after, CancellationToken cancellationToken)
    {
        var wanted = new List<AccessEvent>();
        while (wanted.Count < MostProbes)
        {
            var events = await store.Events.SinceAsync(after, Batch, cancellationToken);
            wanted.AddRange(events.Where(happened => IsWanted(subscription, channel, happened)).Take(MostProbes - wanted.Count));
            if (events.Count < Batch)
                break;
            after = events[^1].Sequence;
        }

        return wanted;
    }

    private async Task SendAgainAsync(Subscription subscription, IEventChannel channel, CancellationToken cancellationToken)
    {
        foreach (var delivery in subscription.SetAside.Where(delivery => delivery.Again))
        {
            // An event that is no longer kept cannot be sent.
            var events = await EventsAsync(subscription, channel, delivery, cancellationToken);
            var left = events.Count > 0 && await channel.SendAsync(subscription, events, cancellationToken) is { } fault
                ? delivery with { Tries = delivery.Tries + 1, Fault = fault.Text, Again = false }
                : null;
            await store.Subscriptions.SentAgainAsync(id, delivery.Sequence, left, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<AccessEvent>> EventsAsync(Subscription subscription, IEventChannel channel, SetAsideDelivery delivery, CancellationToken cancellationToken)
    {
        var last = delivery.Last ?? delivery.Sequence;
        var events = await store.Events.SinceAsync(delivery.Sequence - 1, (int)Math.Min(last - delivery.Sequence + 1, channel.MostEvents), cancellationToken);
        return [.. events.Where(happened => happened.Sequence <= last && (delivery.Last is null || IsWanted(subscription, channel, happened)))];
    }

    // Not in step with others that failed at the same time.
    private static TimeSpan Pause(int failures) =>
        Pauses.After(failures) * (0.75 + RandomNumberGenerator.GetInt32(0, 500) / 1000.0);
}
