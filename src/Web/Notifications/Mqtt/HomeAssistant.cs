using System.Text.Json.Nodes;
using AccessKiosk.Hardware.Doors;

namespace AccessKiosk.Web.Notifications.Mqtt;

/// <summary>
/// How the doors are announced to Home Assistant, by its rules for MQTT discovery: one device a kiosk. A lock there always takes
/// commands; a door that takes none is therefore a sensor that tells whether it is locked.
/// </summary>
internal sealed class HomeAssistant(MqttOptions options, MqttTopics topics)
{
    private static readonly string Version = typeof(HomeAssistant).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>The topic and the payload of each of a door's entities; none where discovery is off.</summary>
    public IEnumerable<(string Topic, string Payload)> Of(Door door)
    {
        if (options.DiscoveryPrefix.Length == 0)
            yield break;
        yield return options.MayUnlock(door.Name) ? Lock(door) : LockSensor(door);
        if (door.HasContact)
            yield return Sensor(door, DoorStates.Leaf, $"{door.Name} leaf", "door");
        yield return Sensor(door, DoorStates.Problem, $"{door.Name} problem", "problem");
        if (door.HasTamperSwitch)
            yield return Sensor(door, DoorStates.Tamper, $"{door.Name} case", "tamper");
        yield return Access(door);
    }

    private (string, string) Lock(Door door) => Announced("lock", door, "lock", door.Name, new()
    {
        ["state_topic"] = topics.State(door.Name, DoorStates.Lock),
        ["json_attributes_topic"] = topics.State(door.Name, DoorStates.Attributes),
        ["command_topic"] = topics.Command(door.Name),
        ["payload_lock"] = MqttCommands.LockWord,
        ["payload_unlock"] = MqttCommands.UnlockWord,
        ["state_locked"] = DoorStates.Locked,
        ["state_unlocked"] = DoorStates.Unlocked,
        ["state_jammed"] = DoorStates.Jammed,
        ["optimistic"] = false,
        // A command counts now or never: the broker must not keep it.
        ["retain"] = false,
        ["qos"] = 0,
    });

    private (string, string) LockSensor(Door door) => Announced("binary_sensor", door, "lock_state", $"{door.Name} lock", new()
    {
        ["state_topic"] = topics.State(door.Name, DoorStates.Lock),
        ["json_attributes_topic"] = topics.State(door.Name, DoorStates.Attributes),
        ["device_class"] = "lock",
        ["payload_on"] = DoorStates.Unlocked,
        ["payload_off"] = DoorStates.Locked,
        // Of a lock that cannot be driven nobody knows how it is.
        ["value_template"] = $"{{{{ 'None' if value == '{DoorStates.Jammed}' else value }}}}",
    });

    private (string, string) Sensor(Door door, string what, string name, string kind) => Announced("binary_sensor", door, what, name, new()
    {
        ["state_topic"] = topics.State(door.Name, what),
        ["device_class"] = kind,
        ["payload_on"] = DoorStates.On,
        ["payload_off"] = DoorStates.Off,
    });

    private (string, string) Access(Door door) => Announced("event", door, "access", $"{door.Name} access", new()
    {
        ["state_topic"] = topics.Event(door.Name),
        ["event_types"] = new JsonArray([.. DoorEvents.Kinds.Select(kind => JsonValue.Create(kind))]),
        ["icon"] = "mdi:face-recognition",
    });

    private (string Topic, string Payload) Announced(string component, Door door, string what, string name, JsonObject config)
    {
        var entity = $"{MqttTopics.Slug(door.Name)}_{what}";
        config["name"] = name;
        config["unique_id"] = $"{options.Id}_{entity}";
        config["availability_topic"] = topics.Availability;
        config["payload_available"] = MqttBroker.Online;
        config["payload_not_available"] = MqttBroker.Offline;
        config["device"] = new JsonObject
        {
            ["identifiers"] = new JsonArray(options.Id),
            ["name"] = options.Id,
            ["manufacturer"] = "AccessKiosk",
            ["model"] = "Face-recognition door control",
            ["sw_version"] = Version,
        };
        config["origin"] = new JsonObject { ["name"] = "AccessKiosk", ["sw_version"] = Version };
        return (topics.Announcement(component, entity), config.ToJsonString());
    }
}
