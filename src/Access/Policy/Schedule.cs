using System.Collections.Immutable;

namespace AccessKiosk.Access.Policy;

/// <summary>
/// A week of local wall-clock intervals. When clocks go back, an hour that comes twice counts twice; when they go
/// forward, what lies in the missing hour does not happen, and an interval that begins in it begins after it.
/// </summary>
public sealed class Schedule
{
    private readonly ImmutableArray<ImmutableArray<ScheduleInterval>> _week;
    private readonly ImmutableArray<ScheduleInterval>? _holiday;

    /// <summary>Creates a schedule.</summary>
    /// <param name="name">Its name for staff.</param>
    /// <param name="zone">Where its clock hangs.</param>
    /// <param name="week">The intervals by the day they begin on; a day that is left out has none.</param>
    /// <param name="holidays">Which days are holidays.</param>
    /// <param name="onHolidays">The intervals that begin on a holiday; null: holidays are as other days.</param>
    public Schedule(
        string name,
        TimeZoneInfo zone,
        IReadOnlyDictionary<DayOfWeek, ImmutableArray<ScheduleInterval>> week,
        HolidayCalendar? holidays = null,
        ImmutableArray<ScheduleInterval>? onHolidays = null)
    {
        Name = name;
        Zone = zone;
        Holidays = holidays ?? HolidayCalendar.None;
        _week = [.. Enum.GetValues<DayOfWeek>().Select(day => week.TryGetValue(day, out var intervals) ? intervals : [])];
        _holiday = onHolidays;
    }

    /// <summary>Its name for staff.</summary>
    public string Name { get; }

    /// <summary>Where its clock hangs.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>Which days are holidays.</summary>
    public HolidayCalendar Holidays { get; }

    /// <summary>Whether the schedule is on at this moment.</summary>
    public bool IsOn(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, Zone).DateTime;
        var today = DateOnly.FromDateTime(local);
        var time = TimeOnly.FromDateTime(local);
        foreach (var interval in Of(today))
        {
            if (interval.HoldsToday(time))
                return true;
        }

        return IsFromYesterday(today, time);
    }

    /// <summary>Whether an interval that began yesterday reaches over midnight to this moment.</summary>
    public bool IsFromYesterday(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, Zone).DateTime;
        return IsFromYesterday(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
    }

    /// <summary>Whether this moment lies on a holiday that changes the schedule.</summary>
    public bool IsHoliday(DateTimeOffset at) =>
        _holiday is not null && Holidays.Contains(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime));

    private bool IsFromYesterday(DateOnly today, TimeOnly time)
    {
        if (today == DateOnly.MinValue)
            return false;
        foreach (var interval in Of(today.AddDays(-1)))
        {
            if (interval.HoldsTomorrow(time))
                return true;
        }

        return false;
    }

    private ImmutableArray<ScheduleInterval> Of(DateOnly day) =>
        _holiday is { } holiday && Holidays.Contains(day) ? holiday : _week[(int)day.DayOfWeek];
}
