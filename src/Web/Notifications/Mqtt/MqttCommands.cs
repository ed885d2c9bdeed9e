using AccessKiosk.Access.Doors;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Storage;
using AccessKiosk.Web.Review.Doors;

namespace AccessKiosk.Web.Notifications.Mqtt;

/// <summary>
/// Obeys commands from the broker, by the same door control as the page's: lockdown, emergency release, faults and interlocks
/// count as there. What is kept by the broker, is late, or is meant for a door that takes no commands is refused.
/// </summary>
internal sealed class MqttCommands(MqttOptions options, MqttTopics topics, DoorSet doors, DoorControl control, HoldOpenClock holds, MqttStatus status, ILogger<MqttCommands> logger, TimeProvider time)
{
    /// <summary>Unlocks once.</summary>
    public const string UnlockWord = "UNLOCK";

    /// <summary>Ends an operator's hold.</summary>
    public const string LockWord = "LOCK";

    private const int LongestShown = 40;

    // Nobody stands at the door any more when a command waited for longer.
    private static readonly TimeSpan Oldest = TimeSpan.FromSeconds(5);

    // Somebody who sends without end fills neither the record nor the log.
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, long> _obeyed = new(StringComparer.OrdinalIgnoreCase);
    private long? _loggedAt;

    /// <summary>Who acts, in the audit and in the door's events.</summary>
    public string Actor => $"MQTT ({options.Host})";

    /// <summary>Obeys a command or refuses it. Called for one at a time.</summary>
    /// <param name="message">The command.</param>
    /// <param name="receivedAt">When it came, on the clock that never jumps.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ObeyAsync(MqttBroker.Message message, long receivedAt, CancellationToken cancellationToken)
    {
        var door = doors.Doors.FirstOrDefault(one => topics.Command(one.Name) == message.Topic);
        if (door is null)
            Refuse($"There is no door for {Shown(message.Topic)}.");
        else if (message.Payload is not (UnlockWord or LockWord))
            Refuse($"{door.Name} does not know the command {Shown(message.Payload)}.");
        else if (!options.MayUnlock(door.Name))
            Refuse($"{door.Name} takes no commands (Mqtt:UnlockDoors).");
        else if (message.IsKept)
            Refuse($"The broker keeps the command {message.Payload} for {door.Name}: it may be of any time. Commands are sent without \"retain\".");
        else if (time.GetElapsedTime(receivedAt) > Oldest)
            Refuse($"The command {message.Payload} for {door.Name} came too late.");
        else if (_obeyed.TryGetValue(door.Name, out var last) && time.GetElapsedTime(last) < Apart)
            Refuse($"{door.Name} gets more than one command a second.");
        else
        {
            _obeyed[door.Name] = time.GetTimestamp();
            await ObeyAsync(door, message.Payload, cancellationToken);
        }
    }

    private async Task ObeyAsync(Door door, string word, CancellationToken cancellationToken)
    {
        try
        {
            if (word == LockWord)
            {
                if (holds.Until(door.Name) is null)
                    Refuse($"{door.Name} is not held open by anybody: there is nothing to end.");
                else
                    await control.EndHoldAsync(door, Actor, cancellationToken);
            }
            else if (await control.UnlockAsync(door, Actor, cancellationToken) is { Open: false, Mode: var mode })
            {
                Refuse($"{door.Name} did not unlock: {DoorFormatter.Of(mode)}.");
            }
        }
        catch (StoreException fault)
        {
            Refuse(fault.Message);
        }
    }

    private void Refuse(string why)
    {
        status.Refused(why);
        if (_loggedAt is { } at && time.GetElapsedTime(at) < Apart)
            return;
        _loggedAt = time.GetTimestamp();
        logger.Refused(why);
    }

    // Others wrote it: no control characters, and not much of it.
    private static string Shown(string text) => new([.. text.Where(letter => !char.IsControl(letter)).Take(LongestShown)]);
}
