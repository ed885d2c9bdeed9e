using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AccessKiosk.Access.Health;
using AccessKiosk.Storage.Records;
using StandardWebhooks;

namespace AccessKiosk.Web.Api.Webhooks;

/// <summary>Why a delivery did not arrive.</summary>
/// <param name="Text">In a sentence.</param>
/// <param name="IsRefusal">Whether the receiver is there and does not want it: the same again will hardly help.</param>
internal readonly record struct PostFault(string Text, bool IsRefusal);

/// <summary>
/// Posts one delivery, signed as the Standard Webhooks specification says (www.standardwebhooks.com), and says in words
/// why it did not arrive.
/// </summary>
internal sealed class WebhookPost(WebhookSecrets secrets, WebOptions options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    // What a receiver, or a proxy before it, answers while it is not itself.
    private static readonly int[] Passing = [408, 425, 429, 502, 503, 504];

    private readonly HttpClient _client = WebhookTarget.CreateClient(options.WebhooksToPrivateNetworks, Timeout, UnitNetwork.OfThisProcess());

    /// <summary>Posts it.</summary>
    /// <param name="webhook">Where to.</param>
    /// <param name="delivery">The same at every attempt: who has seen it may drop it.</param>
    /// <param name="body">JSON.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Why it failed; null when it arrived.</returns>
    public async Task<PostFault?> SendAsync(Webhook webhook, string delivery, string body, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
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
