using System.ComponentModel.DataAnnotations;
using AccessKiosk.Hardware.Options;

namespace AccessKiosk.Hardware.Doors;

/// <summary>One door (configuration <c>Doors:{name}</c>). Lines are named as in <c>Gpio:Lines</c>.</summary>
public sealed class DoorOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Doors";

    /// <summary>The door's name for people and records.</summary>
    [Required]
    public string Name { get; set; } = "";

    /// <summary>The output that works the lock.</summary>
    [Required]
    public string Relay { get; set; } = "";

    /// <summary>The input that is active while the door is open; empty: none fitted, so nothing is known of openings.</summary>
    public string Contact { get; set; } = "";

    /// <summary>The request-to-exit input; empty: none.</summary>
    public string Rex { get; set; } = "";

    /// <summary>The tamper input; empty: none.</summary>
    public string Tamper { get; set; } = "";

    /// <summary>The emergency release input; empty: none. Always wire a release that cuts the lock's current by itself as well.</summary>
    public string Emergency { get; set; } = "";

    /// <summary>What the lock does without current from the relay.</summary>
    [EnumDataType(typeof(LockWiring))]
    public LockWiring Wiring { get; set; } = LockWiring.FailSecure;

    /// <summary>How long a grant unlocks, 0.5 to 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Pulse { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether the lock closes as soon as the door has been opened, so that one grant is one opening.</summary>
    public bool RelockOnOpen { get; set; } = true;

    /// <summary>Whether REX works the lock (magnet); otherwise the handle does, and REX only excuses the opening.</summary>
    public bool RexUnlocks { get; set; }

    /// <summary>How long after REX is released an opening is still excused, 1 to 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan RexTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a REX that stays active excuses openings, so that a jammed button does not silence the alarm for ever; 5 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan RexLimit { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long after the lock closes an opening is still lawful: the contact's delay and the strike's; 0 to 3 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:03", ParseLimitsInInvariantCulture = true)]
    public TimeSpan ForcedGrace { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Open for this long: warning, 1 s to 30 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:30:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan HeldWarning { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Open for this long: alarm, more than <see cref="HeldWarning"/> and up to 60 min.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan HeldAlarm { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Doors with the same interlock name never stand unlocked or open together; empty: none.</summary>
    public string Interlock { get; set; } = "";

    /// <summary>The lamps and the buzzer at the door.</summary>
    public DoorIndicatorOptions Indicators { get; set; } = new();

    /// <summary>The names of the lines that are fitted.</summary>
    internal IEnumerable<string> Lines => new[] { Relay, Contact, Rex, Tamper, Emergency }.Where(line => line.Length > 0).Concat(Indicators.Lines);

    /// <summary>Every fault, one line each with the key, the value and what is allowed; empty when all is well.</summary>
    public IReadOnlyList<string> Faults()
    {
        var section = $"{Section}:{Name}";
        var faults = new List<string>(OptionFaults.Of(section, this));
        if (HeldAlarm <= HeldWarning)
            faults.Add($"{section}:HeldAlarm is {HeldAlarm:c}; allowed: more than HeldWarning ({HeldWarning:c}).");
        if (Interlock.Length > 0 && Contact.Length == 0)
            faults.Add($"{section}:Contact is empty; a door of an interlock needs one, or nobody knows when it is closed.");

        faults.AddRange(Lines.GroupBy(line => line, StringComparer.OrdinalIgnoreCase)
            .Where(same => same.Skip(1).Any())
            .Select(same => $"{section}: the line {same.Key} is named twice; each use has its own line."));
        return faults;
    }

    /// <summary>Refuses options with faults.</summary>
    /// <exception cref="DoorException">Lists every fault.</exception>
    public void EnsureValid()
    {
        var faults = Faults();
        if (faults.Count > 0)
            throw new DoorException(string.Join(Environment.NewLine, faults));
    }
}

/// <summary>What the lock does without current from the relay. docs/door.md shows the wiring.</summary>
public enum LockWiring
{
    /// <summary>Active relay = unlocked. An electric strike, or a magnet on the relay's normally closed contact.</summary>
    FailSecure,

    /// <summary>Active relay = locked. A magnet on the normally open contact: the door is free when the box is dead.</summary>
    FailSafe,
}
