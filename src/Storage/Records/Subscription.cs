using AccessKiosk.Storage.Events;

namespace AccessKiosk.Storage.Records;

/// <summary>By which way somebody is told of events.</summary>
public enum NotificationChannel
{
    /// <summary>Of a newer version: nothing is sent.</summary>
    Unknown,

    /// <summary>Posted to a URL, signed.</summary>
    Webhook,

    /// <summary>Mailed to an address.</summary>
    Mail,
}

/// <summary>A delivery that the receiver refused while it took others: it waits beside the record until somebody sends it again.</summary>
/// <param name="Sequence">The event's place in the record; of several, the first one's.</param>
/// <param name="At">When it was set aside.</param>
/// <param name="Tries">How often it was tried.</param>
/// <param name="Fault">Why the last attempt failed.</param>
/// <param name="Again">Whether somebody wants it sent again.</param>
/// <param name="Last">The last event's place where a delivery tells several; null for one.</param>
public sealed record SetAsideDelivery(long Sequence, DateTimeOffset At, int Tries, string Fault, bool Again, long? Last = null);

/// <summary>What is to be told of events.</summary>
/// <param name="Channel">By which way.</param>
/// <param name="Target">Where to.</param>
/// <param name="Kinds">Kinds of events; empty for all.</param>
public sealed record NewSubscription(NotificationChannel Channel, string Target, IReadOnlyList<string> Kinds)
{
    /// <summary>The name of the schedule outside which nothing is told; null: at all times.</summary>
    public string? Schedule { get; init; }

    /// <summary>The language of the words, for instance <c>de</c>; null where there are none.</summary>
    public string? Language { get; init; }

    /// <summary>What deliveries are signed with, protected by the caller; empty where they are not.</summary>
    public string Secret { get; init; } = "";

    /// <summary>Where to.</summary>
    public override string ToString() => Target;
}

/// <summary>Somebody or something that is told of events; <see cref="ToString"/> withholds the secret.</summary>
/// <param name="Id">The identifier.</param>
/// <param name="Channel">By which way.</param>
/// <param name="Target">Where to: a webhook's URL, an address for mail, a topic's name.</param>
/// <param name="Kinds">Kinds of events; empty for all.</param>
/// <param name="Secret">What deliveries are signed with, protected by the caller.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="Delivered">The place of the last event that was delivered or is of no interest: the next one waits.</param>
/// <param name="DeliveredAt">When something was last delivered.</param>
/// <param name="Failures">Failures in a row.</param>
/// <param name="RetryAt">Not before; null for at once.</param>
/// <param name="Fault">Why the last attempt failed.</param>
/// <param name="IsPaused">Whether deliveries wait until it goes on.</param>
/// <param name="SetAside">Deliveries that hold up the others no more, oldest first.</param>
public sealed record Subscription(
    Guid Id, NotificationChannel Channel, string Target, IReadOnlyList<string> Kinds, string Secret, string CreatedBy, DateTimeOffset CreatedAt,
    long Delivered, DateTimeOffset? DeliveredAt, int Failures, DateTimeOffset? RetryAt, string? Fault, bool IsPaused,
    IReadOnlyList<SetAsideDelivery> SetAside)
{
    /// <summary>The name of the schedule outside which nothing is told; null: at all times.</summary>
    public string? Schedule { get; init; }

    /// <summary>The language of the words; null where there are none.</summary>
    public string? Language { get; init; }

    /// <summary>Where to, for staff: of a webhook's URL the server alone, since the rest may be a secret.</summary>
    public string Place => Channel is NotificationChannel.Webhook ? new Uri(Target).Authority : Target;

    /// <summary>Whether an event of a code is one of its kinds.</summary>
    public bool Wants(EventCode code) => Kinds.Count == 0 || Kinds.Any(filter => EventCodes.Taken(filter).Contains(code));

    /// <summary>The identifier.</summary>
    public override string ToString() => $"{Id:N}";
}
