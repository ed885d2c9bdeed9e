using System.Collections.Concurrent;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Web.Notifications.Mail;

/// <summary>
/// Keeps mails of the same kind apart, so that a thousand denials are a few mails: what is new for a mailbox is mailed at once
/// with all that waits, what is the same as in the last mail waits.
/// </summary>
internal sealed class MailPace(MailOptions options, TimeProvider time)
{
    // An alarm that comes again is never told much later.
    private static readonly TimeSpan Alarm = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Guid, IReadOnlyDictionary<(EventCode Code, string? Door), long>> _told = [];

    /// <summary>How long a mail is to wait; zero: not at all.</summary>
    public TimeSpan Hold(Guid subscription, IReadOnlyList<AccessEvent> events)
    {
        if (!_told.TryGetValue(subscription, out var told))
            return TimeSpan.Zero;
        var shortest = TimeSpan.MaxValue;
        foreach (var kind in events.Select(Kind).Distinct())
        {
            var left = told.TryGetValue(kind, out var at) ? Apart(kind.Code) - time.GetElapsedTime(at) : TimeSpan.Zero;
            shortest = left < shortest ? left : shortest;
        }

        return shortest > TimeSpan.Zero ? shortest : TimeSpan.Zero;
    }

    /// <summary>Remembers what a mail told.</summary>
    public void Sent(Guid subscription, IReadOnlyList<AccessEvent> events)
    {
        var told = _told.GetValueOrDefault(subscription)?.Where(kind => time.GetElapsedTime(kind.Value) < Apart(kind.Key.Code)).ToDictionary() ?? [];
        foreach (var kind in events.Select(Kind))
            told[kind] = time.GetTimestamp();
        _told[subscription] = told;
    }

    private TimeSpan Apart(EventCode code) => code.Severity is EventSeverity.Alarm && Alarm < options.BundleTime ? Alarm : options.BundleTime;

    private static (EventCode Code, string? Door) Kind(AccessEvent happened) => (happened.Code, happened.Door);
}
