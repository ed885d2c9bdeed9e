using System.Collections.Concurrent;
using AccessKiosk.Storage.Records;

namespace AccessKiosk.Web.Api.Webhooks;

/// <summary>How the last test of each webhook ended, since the kiosk started: what failed is not called ready.</summary>
internal sealed class WebhookTrials
{
    private readonly ConcurrentDictionary<Guid, WebhookTrial> _last = [];

    /// <summary>Keeps how a test ended.</summary>
    public void Keep(Guid webhook, WebhookTrial trial) => _last[webhook] = trial;

    /// <summary>The last test, unless an event was delivered after it.</summary>
    public WebhookTrial? Of(Webhook webhook) =>
        _last.GetValueOrDefault(webhook.Id) is { } trial && !(webhook.DeliveredAt > trial.At) ? trial : null;
}

/// <summary>One test.</summary>
/// <param name="At">When.</param>
/// <param name="Fault">Why it did not arrive; null when it did.</param>
internal sealed record WebhookTrial(DateTimeOffset At, string? Fault);
