using AccessKiosk.Access.Rules;

namespace AccessKiosk.Web.Rules;

/// <summary>Schedules in words.</summary>
internal static class ScheduleFormatter
{
    /// <summary>The week, days of like times together.</summary>
    public static string Of(ScheduleRule schedule)
    {
        var days = WeekBars.Days
            .Select(day => (Day: day.ToString(), Times: TimesText.Of(schedule.Week.TryGetValue(day, out var times) ? times : [])))
            .Where(day => day.Times.Length > 0)
            .GroupBy(day => day.Times, day => day.Day, StringComparer.Ordinal)
            .Select(same => $"{string.Join(", ", same)} {same.Key}");
        return string.Join("; ", days) is { Length: > 0 } words ? words : "never";
    }

    /// <summary>What it does on holidays.</summary>
    public static string Holidays(ScheduleRule schedule) => schedule.OnHolidays switch
    {
        HolidayConduct.AsOtherDays => "Holidays are as other days.",
        HolidayConduct.Off => "Off on holidays.",
        _ => $"Holidays: {TimesText.Of(schedule.HolidayTimes)}.",
    };

    /// <summary>The doors that use a schedule.</summary>
    public static IReadOnlyList<string> Uses(AccessRules rules, string name) =>
    [
        .. rules.Doors.Where(door => door.Permissions.Select(p => p.Schedule).Append(door.HoldOpen).Append(door.TwoFactorSchedule).Any(used => AccessRules.Same(used, name)))
            .Select(door => door.Name),
    ];
}
