using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AccessKiosk.Access.Health;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Storage.Events;
using AccessKiosk.Storage.Records;
using AccessKiosk.Web.Notifications.Delivery;
using StandardWebhooks;

namespace AccessKiosk.Web.Api.Webhooks;

/// <summary>
/// Posts each event, signed as the Standard Webhooks specification says (www.standardwebhooks.com), and says in words
/// why it did not arrive.
/// </summary>
internal sealed class WebhookChannel(WebhookSecrets secrets, EnrolledPopulation workforce, WebOptions options, TimeProvider time) : IEventChannel, IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    // What a receiver, or a proxy before it, answers while it is not itself.
    private static readonly int[] Passing = [408, 425, 429, 502, 503, 504];

    private readonly HttpClient _client = WebhookTarget.CreateClient(options.WebhooksToPrivateNetworks, Timeout, UnitNetwork.OfThisProcess());

    /// <inheritdoc/>
    public NotificationChannel Channel => NotificationChannel.Webhook;

    /// <inheritdoc/>
    public int MostEvents => 1;

    /// <inheritdoc/>
    public bool MayTell(EventCode code) => true;

    /// <inheritdoc/>
    public TimeSpan Hold(Subscription subscription, IReadOnlyList<AccessEvent> events) => TimeSpan.Zero;

    /// <inheritdoc/>
    public Task<DeliveryFault?> SendAsync(Subscription subscription, IReadOnlyList<AccessEvent> events, CancellationToken cancellationToken) => PostAsync(
        subscription, $"{subscription.Id:N}-{events[0].Sequence}", JsonSerializer.Serialize(events[0].Named(workforce.NameOf), JsonLines.Options), cancellationToken);

    /// <inheritdoc/>
    public Task<DeliveryFault?> TestAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var body = JsonSerializer.Serialize(new { id = Guid.CreateVersion7(now), at = now, code = "test" }, JsonLines.Options);
        return PostAsync(subscription, $"{subscription.Id:N}-test-{now.ToUnixTimeMilliseconds()}", body, cancellationToken);
    }

    // The same identifier at every attempt: who has seen it may drop it.
    private async Task<DeliveryFault?> PostAsync(Subscription webhook, string delivery, string body, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Target) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.UserAgent.Add(new("AccessKiosk", "1"));
            var now = time.GetUtcNow();
            request.Headers.Add("webhook-id", delivery);
            request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("webhook-signature", new StandardWebhook(secrets.Unprotect(webhook.Secret)).Sign(delivery, now, body));
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return answer.IsSuccessStatusCode ? null : new($"The address answered {(int)answer.StatusCode}.", !Passing.Contains((int)answer.StatusCode));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or InvalidOperationException)
        {
            return new(fault.InnerException?.Message ?? fault.Message, IsRefusal: false);
        }
        catch (CryptographicException)
        {
            return new("The secret cannot be read any more: remove the webhook and make a new one.", IsRefusal: false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new($"The address did not answer within {Timeout.TotalSeconds:0} seconds.", IsRefusal: false);
        }
    }

    public void Dispose() => _client.Dispose();
}
