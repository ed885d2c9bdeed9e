using System.Collections.Concurrent;
using AccessKiosk.Hardware.Doors;

namespace AccessKiosk.Web.Notifications.Mqtt;

/// <summary>What one connection has published of the doors: each change once, and everything of doors that are gone is taken back.</summary>
internal sealed class MqttDoors(MqttBroker broker, MqttTopics topics, HomeAssistant announcements, MqttStatus status, DoorSet doors) : IDisposable
{
    private readonly ConcurrentDictionary<string, string> _published = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Announces and shows every door.</summary>
    /// <exception cref="MqttFaultException">The connection failed.</exception>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        foreach (var door in doors.Doors)
        {
            await ShowAsync(door, cancellationToken);
            await InTurnAsync(() => announcements.Of(door), cancellationToken);
        }

        await InTurnAsync(() => [(topics.Availability, MqttBroker.Online)], cancellationToken);
    }

    /// <summary>Publishes what has changed of a door.</summary>
    /// <exception cref="MqttFaultException">The connection failed.</exception>
    public Task ShowAsync(Door door, CancellationToken cancellationToken) =>
        InTurnAsync(() => DoorStates.Of(door).Select(state => (topics.State(door.Name, state.What), state.Payload)), cancellationToken);

    /// <summary>Asks what the broker keeps of this kiosk. One that may not ask leaves the entities of doors that are gone.</summary>
    /// <exception cref="MqttFaultException">The connection failed.</exception>
    public async Task ListenAsync(CancellationToken cancellationToken)
    {
        await broker.ListenAsync(topics.States, withKept: true, cancellationToken);
        await broker.ListenAsync(topics.Announcements, withKept: true, cancellationToken);
    }

    /// <summary>Takes back what the broker keeps of a door or entity that is no more.</summary>
    /// <exception cref="MqttFaultException">The connection failed.</exception>
    public async Task TidyAsync(MqttBroker.Message kept, CancellationToken cancellationToken)
    {
        // An empty one is the forgetting itself.
        if (kept is { IsKept: true, Payload.Length: > 0 } && !_published.ContainsKey(kept.Topic))
            await broker.PublishAsync(kept.Topic, "", keep: true, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    // What is published is read in turn, so that an older state never follows a newer one.
    private async Task InTurnAsync(Func<IEnumerable<(string Topic, string Payload)>> read, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            foreach (var (topic, payload) in read())
            {
                if (_published.TryGetValue(topic, out var last) && last == payload)
                    continue;
                if (await broker.PublishAsync(topic, payload, keep: true, cancellationToken) is { } refused)
                    status.Failed(refused);
                _published[topic] = payload;
            }
        }
        finally
        {
            _turn.Release();
        }
    }
}
