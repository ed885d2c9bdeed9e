using System.Security.Cryptography;
using System.Text.Json;
using AccessKiosk.Storage.Events;
using AccessKiosk.Access.Supervision;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Hardware.Timing;
using AccessKiosk.Storage.Records;
using AccessKiosk.Storage;

namespace AccessKiosk.Web.Api.Webhooks;

/// <summary>
/// Delivers events to webhooks, each in the order of the record and at least once. What could not be delivered is tried
/// again with growing pauses, also after a restart, for as long as the events are kept. A delivery that fails again and again
/// while a later one arrives is set aside, so that it does not hold up the others.
/// </summary>
internal sealed class WebhookSender(KioskStore store, EnrolledPopulation workforce, WebhookPost post, ServiceSupervisor supervisor, TimeProvider time)
    : SupervisedBackgroundService(supervisor, "webhooks", RestartPolicy.RestartThenStop)
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

    // A slow address delays only its own deliveries.
    private readonly Dictionary<Guid, (CancellationTokenSource Stop, Task Sending)> _senders = [];

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var changed = store.Webhooks.Changed;
                try
                {
                    await FollowAsync([.. (await store.Webhooks.ListAsync(cancellationToken)).Select(webhook => webhook.Id)], cancellationToken);
                    await changed.WaitAsync(cancellationToken);
                }
                catch (StoreException)
                {
                    await Task.Delay(StorePause, time, cancellationToken);
                }
            }
        }
        finally
        {
            await FollowAsync([], CancellationToken.None);
        }
    }

    private async Task FollowAsync(IReadOnlyCollection<Guid> wanted, CancellationToken cancellationToken)
    {
        foreach (var id in _senders.Keys.Except(wanted).ToList())
        {
            _senders.Remove(id, out var sender);
            await sender.Stop.CancelAsync();
            await sender.Sending;
            sender.Stop.Dispose();
        }

        foreach (var id in wanted.Where(id => !_senders.ContainsKey(id)))
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _senders[id] = (stop, Supervisor.RunAsync($"webhook {id}", token => SendAllAsync(id, token), RestartPolicy.RestartThenStop, stop.Token));
        }
    }

    private async Task SendAllAsync(Guid id, CancellationToken cancellationToken)
    {
        var tryNow = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                // Taken before reading, so that nothing is missed in between.
                var (appended, changed) = (store.Events.Appended, store.Webhooks.Changed);
                if (await store.Webhooks.FindAsync(id, cancellationToken) is not { } webhook)
                    return;
                if (webhook.IsPaused)
                    await changed.WaitAsync(cancellationToken);
                else if (webhook.SetAside.Any(delivery => delivery.Again))
                    await SendAgainAsync(webhook, cancellationToken);
                // A longer pause than any that is ever made comes from a clock that was wrong.
                else if (!tryNow && webhook.RetryAt - time.GetUtcNow() is { Ticks: > 0 } pause && pause < Pauses.Longest * 2)
                    tryNow = await WaitAsync(webhook, pause, appended, changed, cancellationToken);
                else
                {
                    tryNow = false;
                    if (!await SendBatchAsync(webhook, changed, cancellationToken))
                        await FirstOfAsync(appended.WaitAsync, changed, cancellationToken);
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
    private async Task<bool> WaitAsync(Webhook webhook, TimeSpan pause, Task appended, Task changed, CancellationToken cancellationToken)
    {
        if (webhook.Failures < TriesAlone || pause <= ProbePause)
        {
            await FirstOfAsync(token => Task.Delay(pause, time, token), changed, cancellationToken);
            return false;
        }

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

    // False when everything is delivered.
    private async Task<bool> SendBatchAsync(Webhook webhook, Task changed, CancellationToken cancellationToken)
    {
        var events = await store.Events.SinceAsync(webhook.Delivered, Batch, cancellationToken);
        var passed = webhook.Delivered;
        foreach (var happened in events)
        {
            // It may have been paused: it is read again first.
            if (changed.IsCompleted)
                break;
            if (IsWanted(webhook, happened))
            {
                if (await PostAsync(webhook, happened, cancellationToken) is { } fault)
                {
                    if (passed > webhook.Delivered)
                        await store.Webhooks.AdvanceAsync(webhook.Id, passed, sent: false, cancellationToken);
                    await FailedAsync(webhook, happened, fault, cancellationToken);
                    return true;
                }

                await store.Webhooks.AdvanceAsync(webhook.Id, happened.Sequence, sent: true, cancellationToken);
                webhook = webhook with { Delivered = happened.Sequence, Failures = 0 };
            }

            passed = happened.Sequence;
        }

        if (passed > webhook.Delivered)
            await store.Webhooks.AdvanceAsync(webhook.Id, passed, sent: false, cancellationToken);
        return changed.IsCompleted || events.Count == Batch;
    }

    private static bool IsWanted(Webhook webhook, AccessEvent happened) =>
        webhook.Kinds.Count == 0 || webhook.Kinds.Any(filter => EventCodes.Taken(filter).Contains(happened.Code));

    private async Task FailedAsync(Webhook webhook, AccessEvent happened, PostFault fault, CancellationToken cancellationToken)
    {
        var tries = webhook.Failures + 1;
        if (tries >= TriesAlone && webhook.SetAside.Count < MostSetAside)
        {
            List<SetAsideDelivery> refused = [new(happened.Sequence, time.GetUtcNow(), tries, fault.Text, Again: false)];
            foreach (var later in await WantedAfterAsync(webhook, happened.Sequence, cancellationToken))
            {
                if (await PostAsync(webhook, later, cancellationToken) is not { } another)
                {
                    await store.Webhooks.SetAsideAsync(webhook.Id, refused, later.Sequence, sent: true, cancellationToken);
                    return;
                }

                refused.Add(new(later.Sequence, time.GetUtcNow(), 1, another.Text, Again: false));
            }

            if (tries >= MostTries && fault.IsRefusal)
            {
                await store.Webhooks.SetAsideAsync(webhook.Id, [refused[0]], happened.Sequence, sent: false, cancellationToken);
                return;
            }
        }

        await store.Webhooks.FailAsync(webhook.Id, fault.Text, time.GetUtcNow() + Pause(webhook.Failures), cancellationToken);
    }

    private async Task<IReadOnlyList<AccessEvent>> WantedAfterAsync(Webhook webhook, long after, CancellationToken cancellationToken)
    {
        var wanted = new List<AccessEvent>();
        while (wanted.Count < MostProbes)
        {
            var events = await store.Events.SinceAsync(after, Batch, cancellationToken);
            wanted.AddRange(events.Where(happened => IsWanted(webhook, happened)).Take(MostProbes - wanted.Count));
            if (events.Count < Batch)
                break;
            after = events[^1].Sequence;
        }

        return wanted;
    }

    private async Task SendAgainAsync(Webhook webhook, CancellationToken cancellationToken)
    {
        foreach (var delivery in webhook.SetAside.Where(delivery => delivery.Again))
        {
            // An event that is no longer kept cannot be sent.
            var left = await store.Events.SinceAsync(delivery.Sequence - 1, 1, cancellationToken) is [var happened] && happened.Sequence == delivery.Sequence
                && await PostAsync(webhook, happened, cancellationToken) is { } fault
                    ? delivery with { Tries = delivery.Tries + 1, Fault = fault.Text, Again = false }
                    : null;
            await store.Webhooks.SentAgainAsync(webhook.Id, delivery.Sequence, left, cancellationToken);
        }
    }

    private Task<PostFault?> PostAsync(Webhook webhook, AccessEvent happened, CancellationToken cancellationToken) => post.SendAsync(
        webhook, $"{webhook.Id:N}-{happened.Sequence}", JsonSerializer.Serialize(happened.Named(workforce.NameOf), JsonLines.Options), cancellationToken);

    // Not in step with others that failed at the same time.
    private static TimeSpan Pause(int failures) =>
        Pauses.After(failures) * (0.75 + RandomNumberGenerator.GetInt32(0, 500) / 1000.0);
}
