using AccessKiosk.Storage.Events;
using AccessKiosk.Storage.Records;

namespace AccessKiosk.Web.Notifications.Delivery;

/// <summary>A way by which events leave the kiosk. It sends; the order, the retries and what is remembered are <see cref="SubscriptionSender"/>'s.</summary>
internal interface IEventChannel
{
    /// <summary>Which.</summary>
    NotificationChannel Channel { get; }

    /// <summary>How many events one delivery tells at most.</summary>
    int MostEvents { get; }

    /// <summary>Whether events of a code may go this way at all.</summary>
    bool MayTell(EventCode code);

    /// <summary>How long a delivery is to be kept back, so that more events go with it; zero: not at all.</summary>
    TimeSpan Hold(Subscription subscription, IReadOnlyList<AccessEvent> events);

    /// <summary>Sends one delivery.</summary>
    /// <returns>Why it failed; null when it arrived.</returns>
    Task<DeliveryFault?> SendAsync(Subscription subscription, IReadOnlyList<AccessEvent> events, CancellationToken cancellationToken);

    /// <summary>Sends a test, which is no event and is kept nowhere.</summary>
    /// <returns>Why it failed; null when it arrived.</returns>
    Task<DeliveryFault?> TestAsync(Subscription subscription, CancellationToken cancellationToken);
}

/// <summary>Why a delivery did not arrive.</summary>
/// <param name="Text">In a sentence.</param>
/// <param name="IsRefusal">Whether the receiver is there and does not want it: the same again will hardly help.</param>
internal readonly record struct DeliveryFault(string Text, bool IsRefusal);
