using System.Collections.Immutable;
using AccessKiosk.Hardware.Doors;

namespace AccessKiosk.Access.Policy;

/// <summary>Lets a group through a door.</summary>
/// <param name="Group">The group.</param>
/// <param name="When">When; null: always.</param>
public sealed record Permission(Guid Group, Schedule? When);

/// <summary>What happens when a person is not where they were last seen to go.</summary>
public enum AntiPassback
{
    /// <summary>Nothing: places are not followed.</summary>
    None,

    /// <summary>Let in, and staff are notified.</summary>
    Soft,

    /// <summary>Refused until the person is where they should be, or staff forgive.</summary>
    Hard,

    /// <summary>Refused until <see cref="DoorPolicy.AntiPassbackTime"/> has passed since they were last seen.</summary>
    Timed,
}

/// <summary>Who may pass one door, when and how.</summary>
public sealed record DoorPolicy
{
    /// <summary>The door's name, as in <c>Doors:{name}</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Who may pass; nobody else does.</summary>
    public ImmutableArray<Permission> Permissions { get; init; } = [];

    /// <summary>When a PIN is asked besides the face; null: never. <see cref="TwoFactorAlways"/> asks at all hours.</summary>
    public Schedule? TwoFactor { get; init; }

    /// <summary>Asks for a PIN at all hours.</summary>
    public bool TwoFactorAlways { get; init; }

    /// <summary>Lets people in by staff number and PIN who have no references, because they declined or are not enrolled yet.</summary>
    public bool AllowPinOnly { get; init; }

    /// <summary>Whether places are followed.</summary>
    public AntiPassback AntiPassback { get; init; }

    /// <summary>The place the door leads from, for those who come in; with <see cref="ToZone"/> for anti-passback.</summary>
    public string? FromZone { get; init; }

    /// <summary>The place the door leads to.</summary>
    public string? ToZone { get; init; }

    /// <summary>How long timed anti-passback refuses.</summary>
    public TimeSpan AntiPassbackTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Nobody else is let in on a day, or in a shift that goes over midnight, before a member of one of these groups has come; empty: no such rule.</summary>
    public ImmutableArray<Guid> FirstPersonGroups { get; init; } = [];

    /// <summary>When the door is held unlocked; null: never.</summary>
    public Schedule? HoldOpen { get; init; }

    /// <summary>Whether hold-open waits on each day, or in each shift that goes over midnight, for the first person let in.</summary>
    public bool HoldOpenAfterFirstPerson { get; init; }

    /// <summary>The zone in which the door's days begin and end.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>The local day of a moment.</summary>
    public DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);

    /// <summary>The local day on which the shift began: the day before while a schedule of the door holds over midnight.</summary>
    public DateOnly ShiftDay(DateTimeOffset at)
    {
        var day = Day(at);
        if (HoldOpen?.IsFromYesterday(at) is true)
            return day.AddDays(-1);
        foreach (var permission in Permissions)
            if (permission.When?.IsFromYesterday(at) is true)
                return day.AddDays(-1);
        return day;
    }

    /// <summary>The places on a person's way through the door.</summary>
    public (string? From, string? To) Leads(DoorDirection direction) => direction is DoorDirection.In ? (FromZone, ToZone) : (ToZone, FromZone);
}
