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
    private const int Week = 7 * Day;

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

    /// <summary>The bars by another clock than the schedule's.</summary>
    /// <param name="schedule">The schedule; null means always.</param>
    /// <param name="clock">The other clock; null: the schedule's own.</param>
    /// <param name="now">The moment whose distance between the clocks is taken.</param>
    public static IEnumerable<WeekBar> Of(ScheduleRule? schedule, TimeZoneInfo? clock, DateTimeOffset now)
    {
        var ahead = schedule is null || clock is null ? 0 : (int)(clock.GetUtcOffset(now) - TimeZoneInfo.FindSystemTimeZoneById(schedule.Zone).GetUtcOffset(now)).TotalMinutes;
        return ahead == 0 ? Of(schedule) : Of(schedule).SelectMany(bar => Moved(bar, ahead));
    }

    private static IEnumerable<WeekBar> Moved(WeekBar bar, int ahead)
    {
        // A holiday stands alone: what leaves its day is not drawn.
        if (bar.Row == Holidays)
            return Math.Max(0, bar.From + ahead) is var begin && Math.Min(Day, bar.To + ahead) is var over && over > begin ? [new(Holidays, begin, over)] : [];
        var from = (bar.Row * Day + bar.From + ahead + Week) % Week;
        var (row, start, length) = (from / Day, from % Day, bar.To - bar.From);
        return start + length <= Day ? [new(row, start, start + length)] : [new(row, start, Day), new((row + 1) % 7, 0, start + length - Day)];
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
