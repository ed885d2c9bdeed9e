using System.Collections.Frozen;

namespace AccessKiosk.Access.Policy;

/// <summary>The days on which the holiday row of a schedule counts instead of the weekday's.</summary>
/// <param name="dates">Single days.</param>
/// <param name="yearly">Days that come back every year; only month and day count.</param>
public sealed class HolidayCalendar(IEnumerable<DateOnly> dates, IEnumerable<DateOnly> yearly)
{
    private readonly FrozenSet<DateOnly> _dates = dates.ToFrozenSet();
    private readonly FrozenSet<int> _yearly = yearly.Select(MonthDay).ToFrozenSet();

    /// <summary>No holidays.</summary>
    public static HolidayCalendar None { get; } = new([], []);

    /// <summary>Whether <paramref name="date"/> is a holiday.</summary>
    public bool Contains(DateOnly date) => _dates.Contains(date) || _yearly.Contains(MonthDay(date));

    private static int MonthDay(DateOnly date) => date.Month * 100 + date.Day;
}
