using System.Text.Json.Serialization;
using AccessKiosk.Access.Policy;

namespace AccessKiosk.Access.Rules;

/// <summary>
/// The site's rules as staff write them and the store keeps them: one JSON document, changed as a whole.
/// <see cref="RulesCompiler"/> makes the <see cref="AccessModel"/> of it.
/// </summary>
public sealed record AccessRules
{
    /// <summary>The format that this program reads and writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The document's format.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>The site's time zone (IANA), in which the doors' days begin.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>Back-off after failures.</summary>
    public LockoutRule Lockout { get; init; } = new();

    /// <summary>The site's holidays.</summary>
    public IReadOnlyList<HolidayRule> Holidays { get; init; } = [];

    /// <summary>The schedules, named.</summary>
    public IReadOnlyList<ScheduleRule> Schedules { get; init; } = [];

    /// <summary>The doors.</summary>
    public IReadOnlyList<DoorRule> Doors { get; init; } = [];

    /// <summary>The schedule of this name; null when there is none.</summary>
    public ScheduleRule? Schedule(string? name) => name is null ? null : Schedules.FirstOrDefault(schedule => Same(schedule.Name, name));

    /// <summary>The door of this name; null when there are no rules for it.</summary>
    public DoorRule? Door(string name) => Doors.FirstOrDefault(door => Same(door.Name, name));

    /// <summary>These rules with one door's replaced or added.</summary>
    public AccessRules With(DoorRule changed) => this with { Doors = [.. Doors.Where(door => !Same(door.Name, changed.Name)), changed] };

    /// <summary>Whether two names are one.</summary>
    public static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A holiday of the site.</summary>
/// <param name="Date">The day; only month and day count for one that comes back.</param>
/// <param name="Yearly">Whether it comes back every year.</param>
/// <param name="Name">Its name for staff.</param>
public sealed record HolidayRule(DateOnly Date, bool Yearly, string Name);

/// <summary>What a schedule does on holidays.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HolidayConduct>))]
public enum HolidayConduct
{
    /// <summary>The weekday's times hold.</summary>
    AsOtherDays,

    /// <summary>It is off.</summary>
    Off,

    /// <summary>It has times of its own.</summary>
    OwnTimes,
}

/// <summary>A weekly schedule.</summary>
public sealed record ScheduleRule
{
    /// <summary>Its name, to which doors refer.</summary>
    public required string Name { get; init; }

    /// <summary>Where its clock hangs (IANA).</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>The times by the day they begin on; a day that is left out has none.</summary>
    public IReadOnlyDictionary<DayOfWeek, IReadOnlyList<ScheduleInterval>> Week { get; init; } = new Dictionary<DayOfWeek, IReadOnlyList<ScheduleInterval>>();

    /// <summary>What it does on holidays.</summary>
    public HolidayConduct OnHolidays { get; init; } = HolidayConduct.Off;

    /// <summary>The times of a holiday, with <see cref="HolidayConduct.OwnTimes"/>.</summary>
    public IReadOnlyList<ScheduleInterval> HolidayTimes { get; init; } = [];
}

/// <summary>When something holds.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Hours>))]
public enum Hours
{
    /// <summary>At no time.</summary>
    Never,

    /// <summary>At all times.</summary>
    Always,

    /// <summary>While a schedule is on.</summary>
    Scheduled,
}

/// <summary>Lets a group through a door.</summary>
/// <param name="Group">The group; <see cref="DefaultAccessModel.Group"/> is everybody.</param>
/// <param name="Schedule">When; null: always.</param>
public sealed record PermissionRule(Guid Group, string? Schedule);

/// <summary>Who may pass one door, when and how.</summary>
public sealed record DoorRule
{
    /// <summary>The door, as in <c>Doors:{name}</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Who may pass; nobody else does.</summary>
    public IReadOnlyList<PermissionRule> Permissions { get; init; } = [];

    /// <summary>The row of everybody; null when they are let in by their groups alone.</summary>
    public PermissionRule? Everyone() => Permissions.FirstOrDefault(row => row.Group == DefaultAccessModel.Group);

    /// <summary>When a PIN is asked besides the face.</summary>
    public Hours TwoFactor { get; init; }

    /// <summary>The schedule of <see cref="TwoFactor"/>.</summary>
    public string? TwoFactorSchedule { get; init; }

    /// <summary>Whether people without references may pass by staff number and PIN.</summary>
    public bool AllowPinOnly { get; init; }

    /// <summary>Whether places are followed.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<AntiPassback>))]
    public AntiPassback AntiPassback { get; init; }

    /// <summary>The place that the door leads from.</summary>
    public string? FromZone { get; init; }

    /// <summary>The place that the door leads to.</summary>
    public string? ToZone { get; init; }

    /// <summary>How long timed anti-passback refuses.</summary>
    public TimeSpan AntiPassbackTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Nobody else is let in on a day before a member of one of these groups has come.</summary>
    public IReadOnlyList<Guid> FirstPersonGroups { get; init; } = [];

    /// <summary>The schedule that holds the door unlocked; null: never.</summary>
    public string? HoldOpen { get; init; }

    /// <summary>Whether hold-open waits on each day for the first person let in.</summary>
    public bool HoldOpenAfterFirstPerson { get; init; }
}
