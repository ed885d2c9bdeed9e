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
/// again with growing pauses, also after a restart, for as long as the events are kept.
/// </summary>
internal sealed class WebhookSender(KioskStore store, EnrolledPopulation workforce, WebhookPost post, ServiceSupervisor supervisor, TimeProvider time)
    : SupervisedBackgroundService(supervisor, "webhooks", RestartPolicy.RestartThenStop)
{
    private const int Batch = 100;
    private static readonly Backoff Pauses = new(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
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
                // A longer pause than any that is ever made comes from a clock that was wrong.
                else if (webhook.RetryAt - time.GetUtcNow() is { Ticks: > 0 } pause && pause < Pauses.Longest * 2)
                    await FirstOfAsync(token => Task.Delay(pause, time, token), changed, cancellationToken);
                else if (!await SendBatchAsync(webhook, changed, cancellationToken))
                    await FirstOfAsync(appended.WaitAsync, changed, cancellationToken);
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
            if (webhook.Kinds.Count == 0 || webhook.Kinds.Any(filter => EventCodes.Taken(filter).Contains(happened.Code)))
            {
                if (await PostAsync(webhook, happened, cancellationToken) is { } fault)
                {
                    if (passed > webhook.Delivered)
                        await store.Webhooks.AdvanceAsync(webhook.Id, passed, sent: false, cancellationToken);
                    await store.Webhooks.FailAsync(webhook.Id, fault, time.GetUtcNow() + Pause(webhook.Failures), cancellationToken);
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

    private Task<string?> PostAsync(Webhook webhook, AccessEvent happened, CancellationToken cancellationToken) => post.SendAsync(
        webhook, $"{webhook.Id:N}-{happened.Sequence}", JsonSerializer.Serialize(happened.Named(workforce.NameOf), JsonLines.Options), cancellationToken);

    // Not in step with others that failed at the same time.
    private static TimeSpan Pause(int failures) =>
        Pauses.After(failures) * (0.75 + RandomNumberGenerator.GetInt32(0, 500) / 1000.0);
}
