using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Kiosk.Events;
using AccessKiosk.Kiosk.People;

namespace AccessKiosk.Kiosk.Web.Api.Webhooks;

/// <summary>
/// Delivers events to webhooks, each in the order of the record and at least once. What could not be delivered is tried
/// again with growing pauses, also after a restart, for as long as the events are kept.
/// </summary>
internal sealed class WebhookSender(KioskStore store, Workforce workforce, WebhookSecrets secrets, WebOptions options, TimeProvider time) : BackgroundService
{
    private const int Batch = 100;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(5);

    private readonly HttpClient _client = WebhookTarget.CreateClient(options.WebhooksToPrivateNetworks, Timeout);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _client.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A slow address holds up nobody but itself.
        var senders = new Dictionary<Guid, CancellationTokenSource>();
        var running = new List<Task>();
        while (!stoppingToken.IsCancellationRequested)
        {
            var changed = store.Webhooks.Changed;
            try
            {
                var webhooks = await store.Webhooks.ListAsync(stoppingToken);
                foreach (var gone in senders.Keys.Except(webhooks.Select(webhook => webhook.Id)).ToList())
                {
                    await senders[gone].CancelAsync();
                    senders.Remove(gone);
                }

                foreach (var webhook in webhooks.Where(webhook => !senders.ContainsKey(webhook.Id)))
                {
                    var stop = senders[webhook.Id] = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                    running.Add(SendAllAsync(webhook.Id, stop.Token));
                }

                await changed.WaitAsync(stoppingToken);
            }
            catch (StoreException)
            {
                await Task.Delay(StorePause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        await Task.WhenAll(running);
        foreach (var stop in senders.Values)
            stop.Dispose();
    }

    private async Task SendAllAsync(Guid id, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                var appended = store.Events.Appended;
                if ((await store.Webhooks.ListAsync(cancellation)).FirstOrDefault(one => one.Id == id) is not { } webhook)
                    return;
                if (webhook.RetryAt - time.GetUtcNow() is { Ticks: > 0 } wait)
                    await Task.Delay(wait, time, cancellation);
                if (!await SendBatchAsync(webhook, cancellation))
                    await appended.WaitAsync(cancellation);
            }
            catch (StoreException)
            {
                await Task.Delay(StorePause, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
        }
    }

    // False when everything is delivered.
    private async Task<bool> SendBatchAsync(Webhook webhook, CancellationToken cancellation)
    {
        var events = await store.Events.SinceAsync(webhook.Delivered, Batch, cancellation);
        var passed = webhook.Delivered;
        foreach (var happened in events)
        {
            if (webhook.Kinds.Count == 0 || webhook.Kinds.Contains(happened.Kind, StringComparer.Ordinal))
            {
                if (await PostAsync(webhook, happened, cancellation) is { } fault)
                {
                    if (passed > webhook.Delivered)
                        await store.Webhooks.AdvanceAsync(webhook.Id, passed, sent: false, cancellation);
                    await store.Webhooks.FailAsync(webhook.Id, fault, time.GetUtcNow() + Pause(webhook.Failures), cancellation);
                    return true;
                }

                await store.Webhooks.AdvanceAsync(webhook.Id, happened.Sequence, sent: true, cancellation);
                webhook = webhook with { Delivered = happened.Sequence, Failures = 0 };
            }

            passed = happened.Sequence;
        }

        if (passed > webhook.Delivered)
            await store.Webhooks.AdvanceAsync(webhook.Id, passed, sent: false, cancellation);
        return events.Count == Batch;
    }

    private async Task<string?> PostAsync(Webhook webhook, AccessEvent happened, CancellationToken cancellation)
    {
        try
        {
            var body = JsonSerializer.Serialize(EventBody.Of(happened, workforce.NameOf), JsonLines.Options);
            using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.UserAgent.Add(new("AccessKiosk", "1"));
            // The same at every attempt: who has seen it may drop it.
            request.Headers.Add("X-AccessKiosk-Delivery", $"{webhook.Id:N}-{happened.Sequence}");
            request.Headers.Add("X-AccessKiosk-Event", happened.Kind);
            request.Headers.Add("X-AccessKiosk-Signature", WebhookSecrets.Sign(secrets.Unprotect(webhook.Secret), time.GetUtcNow(), body));
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return answer.IsSuccessStatusCode ? null : $"The address answered {(int)answer.StatusCode}.";
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or InvalidOperationException)
        {
            return fault.InnerException?.Message ?? fault.Message;
        }
        catch (CryptographicException)
        {
            return "The secret cannot be read any more: remove the webhook and make a new one.";
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"The address did not answer within {Timeout.TotalSeconds:0} seconds.";
        }
    }

    // Doubled at every failure, and not in step with others that failed at the same time.
    private static TimeSpan Pause(int failures)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(failures, 12));
        return (pause < LongestPause ? pause : LongestPause) * (0.75 + RandomNumberGenerator.GetInt32(0, 500) / 1000.0);
    }
}
