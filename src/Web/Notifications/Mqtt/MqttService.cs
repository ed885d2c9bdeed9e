using System.Security.Cryptography;
using System.Threading.Channels;
using AccessKiosk.Access.Events;
using AccessKiosk.Access.Health;
using AccessKiosk.Access.Supervision;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Timing;
using AccessKiosk.Storage;

namespace AccessKiosk.Web.Notifications.Mqtt;

/// <summary>
/// Keeps one connection to the broker: shows every door there, tells who came, and obeys commands. While there is none, nothing
/// waits: the states of the moment are published when it is back. No door depends on it.
/// </summary>
internal sealed class MqttService(
    MqttOptions options, MqttTopics topics, HomeAssistant announcements, MqttCommands commands, MqttStatus status, DoorSet doors, EventFeed feed, KioskStore store,
    ILogger<MqttService> logger, ServiceSupervisor supervisor, TimeProvider time)
    : SupervisedBackgroundService(supervisor, "mqtt", RestartPolicy.RestartThenStop)
{
    private const int MostReceived = 256;
    private static readonly Backoff Pauses = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));

    // What is missed in the feed of events is seen by looking.
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    private readonly UnitNetwork? _unit = UnitNetwork.OfThisProcess();
    private readonly Func<PersonId, string?>? _nameOf = options.Names ? person => store.People.Find(person)?.Name : null;
    private MqttBroker? _broker;
    private TaskCompletionSource _again = new();

    /// <summary>Publishes a test. While there is no connection, one is tried at once.</summary>
    /// <returns>Why the broker did not take it; null when it did.</returns>
    public async Task<string?> TestAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Volatile.Read(ref _broker) is { } standing)
                return await TestAsync(standing, cancellationToken);
            await using var tried = await MqttBroker.ConnectAsync(options, _unit, availability: null, received: null, cancellationToken);
            Volatile.Read(ref _again).TrySetResult();
            return await TestAsync(tried, cancellationToken);
        }
        catch (MqttFaultException fault)
        {
            return fault.Message;
        }
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!options.IsOn)
            return;
        for (var failures = 0; ; failures++)
        {
            var began = time.GetTimestamp();
            try
            {
                Lost(await FollowAsync(cancellationToken));
            }
            catch (MqttFaultException fault)
            {
                Lost(fault.Message);
            }
            catch
            {
                status.Lost(null);
                throw;
            }

            if (time.GetElapsedTime(began) > Pauses.Longest)
                failures = 0;
            // Not in step with others that lost the same broker.
            await PauseAsync(Pauses.After(failures) * (0.75 + RandomNumberGenerator.GetInt32(0, 500) / 1000.0), cancellationToken);
        }
    }

    // A test that arrives ends it.
    private async Task PauseAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        var again = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _again, again);
        try
        {
            await again.Task.WaitAsync(length, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The pause is over.
        }
    }

    private Task<string?> TestAsync(MqttBroker broker, CancellationToken cancellationToken) =>
        broker.PublishAsync(topics.Test, $"AccessKiosk {options.Id}", keep: false, cancellationToken);

    // Ends with the reason why the connection was lost.
    private async Task<string> FollowAsync(CancellationToken cancellationToken)
    {
        var received = Channel.CreateBounded<(MqttBroker.Message Message, long At)>(new BoundedChannelOptions(MostReceived) { FullMode = BoundedChannelFullMode.DropWrite });
        await using var broker = await MqttBroker.ConnectAsync(options, _unit, topics.Availability, message => received.Writer.TryWrite((message, time.GetTimestamp())), cancellationToken);
        status.Connected();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var shown = new MqttDoors(broker, topics, announcements, status, doors);
        Task[] work = [];
        try
        {
            work = [TellAsync(broker, shown, end.Token)];
            await shown.BeginAsync(end.Token);
            if (await broker.ListenAsync(topics.Commands, withKept: false, end.Token) is { } refused && doors.Doors.Any(door => options.MayUnlock(door.Name)))
                status.Failed(refused);
            await shown.ListenAsync(end.Token);
            Volatile.Write(ref _broker, broker);
            logger.Connected(options.Host);
            work = [.. work, LookAsync(shown, end.Token), ReceiveAsync(received.Reader, shown, end.Token)];
            var first = await Task.WhenAny([.. work, broker.Lost.WaitAsync(end.Token)]);
            await first;
            return await broker.Lost;
        }
        catch (MqttFaultException) when (broker.Lost.IsCompletedSuccessfully)
        {
            return await broker.Lost;
        }
        finally
        {
            Volatile.Write(ref _broker, null);
            await end.CancelAsync();
            await Task.WhenAll(work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TellAsync(MqttBroker broker, MqttDoors shown, CancellationToken cancellationToken)
    {
        await foreach (var happened in feed.ListenAsync(cancellationToken))
        {
            if (happened.Door is not { } name || doors[name] is not { } door)
                continue;
            if (DoorEvents.Of(happened, _nameOf) is { } told && await broker.PublishAsync(topics.Event(name), told, keep: false, cancellationToken) is { } refused)
                status.Failed(refused);
            await shown.ShowAsync(door, cancellationToken);
        }
    }

    private async Task LookAsync(MqttDoors shown, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Pace, time, cancellationToken);
            foreach (var door in doors.Doors)
                await shown.ShowAsync(door, cancellationToken);
        }
    }

    private async Task ReceiveAsync(ChannelReader<(MqttBroker.Message Message, long At)> received, MqttDoors shown, CancellationToken cancellationToken)
    {
        await foreach (var (message, at) in received.ReadAllAsync(cancellationToken))
        {
            if (topics.IsCommand(message.Topic))
                await commands.ObeyAsync(message, at, cancellationToken);
            else
                await shown.TidyAsync(message, cancellationToken);
        }
    }

    private void Lost(string fault)
    {
        // Each new reason once: a broker that is away for a week fills no log.
        if (status.Now.ConnectedAt is not null || status.Now.Fault?.Words != fault)
            logger.Lost(fault);
        status.Lost(fault);
    }
}
