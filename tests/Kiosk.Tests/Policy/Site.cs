using System.Collections.Immutable;
using AccessKiosk.Access.Policy;

namespace AccessKiosk.Kiosk.Tests.Policy;

/// <summary>A small site with one of everything.</summary>
internal static class Site
{
    public static readonly Guid Staff = new("00000000-0000-0000-0000-00000000000a");
    public static readonly Guid Guards = new("00000000-0000-0000-0000-00000000000b");
    public static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    /// <summary>A Wednesday, 10:00 in Berlin.</summary>
    public static readonly DateTimeOffset Morning = new(2026, 3, 18, 9, 0, 0, TimeSpan.Zero);

    public static PersonAccess Person { get; } = new() { Id = new("00000000-0000-0000-0000-000000000001"), Groups = [Staff], HasPin = true };

    public static PersonAccess Guard { get; } = new() { Id = new("00000000-0000-0000-0000-000000000002"), Groups = [Guards], HasPin = true };

    public static DoorPolicy Door { get; } = new()
    {
        Name = "main",
        Permissions = [new(Staff, null), new(Guards, null)],
        FromZone = "street",
        ToZone = "office",
        Zone = Berlin,
    };

    public static AccessPolicy Policy(params DoorPolicy[] doors) => new(new AccessModel(doors));

    public static AccessRequest Request(PersonAccess? person = null, DateTimeOffset? at = null, PinAnswer pin = PinAnswer.NotGiven, string door = "main") =>
        new(door, at ?? Morning, FaceAnswer.Identified, person ?? Person, pin);

    public static Schedule Weekdays(string from, string to, HolidayCalendar? holidays = null, ImmutableArray<ScheduleInterval>? onHolidays = null, TimeZoneInfo? zone = null) =>
        new(
            "weekdays",
            zone ?? Berlin,
            Enumerable.Range(1, 5).ToDictionary(day => (DayOfWeek)day, _ => ImmutableArray.Create(Interval(from, to))),
            holidays,
            onHolidays);

    public static ScheduleInterval Interval(string from, string to) => new(Time(from), Time(to));

    public static DateTimeOffset Local(string local, TimeSpan offset) =>
        new(DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture), offset);

    private static TimeOnly Time(string text) => TimeOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
