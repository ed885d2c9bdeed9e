using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using AccessKiosk.Access.Health;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Records;
using AccessKiosk.Web.Notifications.Delivery;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessKiosk.Web.Api.Webhooks;

/// <summary>Whether each webhook's address can be reached by the program's rules and the unit's, and what waits for it. Nothing is posted.</summary>
/// <param name="store">The store.</param>
/// <param name="options">The pages' options.</param>
/// <param name="unit">The network rules of the unit; null for none.</param>
public sealed class WebhookCheck(KioskStore store, WebOptions options, UnitNetwork? unit) : IHealthCheck
{
    /// <summary>What the check is called.</summary>
    public const string Name = "webhooks";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var webhooks = (await store.Subscriptions.ListAsync(cancellationToken)).Where(webhook => webhook is { Channel: NotificationChannel.Webhook, IsPaused: false }).ToList();
            var faults = (await Task.WhenAll(webhooks.Select(webhook => FaultAsync(webhook, cancellationToken)))).OfType<string>().ToList();
            return faults.Count == 0
                ? CheckOutcome.Ok(webhooks.Count == 0 ? "none" : $"{webhooks.Count} reached")
                : CheckOutcome.Warn(string.Join("; ", faults), "Send a test and look at what was set aside: Admin, Webhooks.");
        }
        catch (StoreException fault)
        {
            return CheckOutcome.Fail(fault.Message);
        }
    }

    private async Task<string?> FaultAsync(Subscription webhook, CancellationToken cancellationToken)
    {
        var fault = await ConnectAsync(new Uri(webhook.Target), cancellationToken);
        return fault is null ? Undelivered.Of(webhook) : $"{webhook.Place}: {fault}";
    }

    private async Task<string?> ConnectAsync(Uri url, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            if (WebhookTarget.Fault(url.AbsoluteUri, options.WebhooksToPrivateNetworks) is { } refusal)
                return refusal;
            var addresses = await WebhookTarget.ResolveAsync(url.IdnHost.Trim('[', ']'), options.WebhooksToPrivateNetworks, unit, limit.Token);
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(addresses, url.Port, limit.Token);
            if (url.Scheme == Uri.UriSchemeHttps)
            {
                await using var tls = new SslStream(new NetworkStream(socket));
                await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = url.IdnHost }, limit.Token);
            }

            return null;
        }
        catch (SocketException fault) when (fault.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain)
        {
            return "the name is not known; check it, and the name servers of this machine";
        }
        catch (AuthenticationException fault)
        {
            return $"its certificate is not accepted: {fault.Message}";
        }
        catch (IOException)
        {
            return "it does not speak TLS";
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException)
        {
            return fault.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"no answer within {Patience.TotalSeconds:0} seconds";
        }
    }
}
