using System.Collections.Concurrent;
using AccessKiosk.Storage.Records;

namespace AccessKiosk.Web.Notifications.Delivery;

/// <summary>How the last test of each subscription ended, since the kiosk started: what failed is not called ready.</summary>
internal sealed class Trials(TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, Trial> _last = [];

    /// <summary>Sends a test and keeps how it ended.</summary>
    /// <returns>Why it did not arrive; null when it did.</returns>
    public async Task<string?> TestAsync(Subscription subscription, IEventChannel channel, CancellationToken cancellationToken)
    {
        var fault = (await channel.TestAsync(subscription, cancellationToken))?.Text;
        _last[subscription.Id] = new(time.GetUtcNow(), fault);
        return fault;
    }

    /// <summary>Forgets the last test: it was of another address.</summary>
    public void Forget(Guid subscription) => _last.TryRemove(subscription, out _);

    /// <summary>The last test, unless an event was delivered after it.</summary>
    public Trial? Of(Subscription subscription) =>
        _last.GetValueOrDefault(subscription.Id) is { } trial && !(subscription.DeliveredAt > trial.At) ? trial : null;

    /// <summary>In which state one is, as a tag's colour and its words: nothing is said to arrive that was not seen to arrive.</summary>
    public (string Tone, string Words) State(Subscription subscription) => subscription switch
    {
        { IsPaused: true } => ("warn", "Paused"),
        { Failures: > 0 } => ("bad", "Not arriving"),
        _ when Of(subscription) is { Fault: not null } => ("bad", "Test failed"),
        { SetAside.Count: > 0 } => ("warn", "Partly arriving"),
        { DeliveredAt: not null } => ("good", "Arriving"),
        _ when Of(subscription) is not null => ("good", "Test arrived"),
        _ => ("", "Not tried yet"),
    };
}

/// <summary>One test.</summary>
/// <param name="At">When.</param>
/// <param name="Fault">Why it did not arrive; null when it did.</param>
internal sealed record Trial(DateTimeOffset At, string? Fault);
