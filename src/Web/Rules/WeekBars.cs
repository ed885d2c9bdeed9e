using AccessKiosk.Access.Policy;
using AccessKiosk.Access.Rules;

namespace AccessKiosk.Web.Rules;

/// <summary>One bar of a week's picture.</summary>
/// <param name="Row">The day: 0 is Monday, 7 the holidays.</param>
/// <param name="From">Minutes after midnight.</param>
/// <param name="To">Minutes after midnight, up to 1,440.</param>
internal readonly record struct WeekBar(int Row, int From, int To);

/// <summary>A schedule as bars by day; what goes on after midnight is drawn on the next day.</summary>
internal static class WeekBars
{
    /// <summary>The row of the holidays.</summary>
    public const int Holidays = 7;

    private const int Day = 24 * 60;

    /// <summary>The days, Monday first.</summary>
    public static IReadOnlyList<DayOfWeek> Days { get; } =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    /// <summary>The bars of a schedule; null means always.</summary>
    public static IEnumerable<WeekBar> Of(ScheduleRule? schedule)
    {
        if (schedule is null)
            return Enumerable.Range(0, Holidays + 1).Select(row => new WeekBar(row, 0, Day));
        var week = Days.SelectMany((day, row) => schedule.Week.TryGetValue(day, out var times) ? times.SelectMany(time => Bars(row, (row + 1) % 7, time)) : []);
        return schedule.OnHolidays is HolidayConduct.OwnTimes ? week.Concat(schedule.HolidayTimes.SelectMany(time => Bars(Holidays, Holidays, time))) : week;
    }

    private static IEnumerable<WeekBar> Bars(int row, int next, ScheduleInterval time)
    {
        var (from, to) = ((int)time.Start.ToTimeSpan().TotalMinutes, (int)time.End.ToTimeSpan().TotalMinutes);
        if (to > from)
            return [new(row, from, to)];
        WeekBar today = new(row, from, Day);
        return to > 0 && next != Holidays ? [today, new(next, 0, to)] : [today];
    }
}
