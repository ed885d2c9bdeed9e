using AccessKiosk.Access.Supervision;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;

namespace AccessKiosk.Web.Notifications.Delivery;

/// <summary>Has events delivered to every subscription: webhooks and mail addresses. A slow one delays only its own deliveries.</summary>
internal sealed class EventSender(KioskStore store, IEnumerable<IEventChannel> channels, NotificationHours hours, ServiceSupervisor supervisor, TimeProvider time)
    : SupervisedBackgroundService(supervisor, "notifications", RestartPolicy.RestartThenStop)
{
    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<IEventChannel> _channels = [.. channels];
    private readonly Dictionary<Guid, (CancellationTokenSource Stop, Task Sending)> _senders = [];

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var changed = store.Subscriptions.Changed;
                try
                {
                    await FollowAsync([.. (await store.Subscriptions.ListAsync(cancellationToken)).Select(one => one.Id)], cancellationToken);
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
            var sender = new SubscriptionSender(id, store, _channels, hours, time);
            _senders[id] = (stop, Supervisor.RunAsync($"notification {id}", sender.RunAsync, RestartPolicy.RestartThenStop, stop.Token));
        }
    }
}
