using AccessKiosk.Access.Policy;

namespace AccessKiosk.Access.Rules;

/// <summary>
/// Compares schedules moment by moment, as they answer themselves: holidays, other time zones and clocks that change count.
/// </summary>
/// <param name="rules">The rules; every schedule that is named must be known.</param>
/// <param name="now">From when on.</param>
internal sealed class RuleHours(AccessRules rules, DateTimeOffset now)
{
    // Every weekday without a holiday lies in it, as good as always.
    private const int Ordinary = 21;
    private const int Year = 372;

    private readonly Dictionary<string, (ScheduleRule Rule, Schedule Schedule)> _schedules =
        rules.Schedules.ToDictionary(rule => rule.Name, rule => (rule, RulesCompiler.Schedule(rules, rule)), StringComparer.OrdinalIgnoreCase);

    private readonly HolidayCalendar _holidays = RulesCompiler.Holidays(rules);

    /// <summary>Whether a schedule is on at a moment; null: always.</summary>
    public bool IsOn(string? schedule, DateTimeOffset at) => schedule is null || _schedules[schedule].Schedule.IsOn(at);

    /// <summary>Whether a schedule takes the day of a moment for a holiday; null: it knows none.</summary>
    public bool IsHoliday(string? schedule, DateTimeOffset at) => schedule is not null && _schedules[schedule].Schedule.IsHoliday(at);

    /// <summary>Whether a schedule is ever on in the coming year; null: always.</summary>
    public bool IsEver(string? schedule) => schedule is null || Moments([schedule]).Any(at => IsOn(schedule, at));

    /// <summary>Whether one of some schedules is on whenever <paramref name="schedule"/> is.</summary>
    public bool IsCovered(string? schedule, IReadOnlyCollection<string?> by) =>
        by.Count > 0 && (by.Any(one => one is null) || Moments([schedule, .. by]).All(at => !IsOn(schedule, at) || by.Any(one => IsOn(one, at))));

    /// <summary>Whether a schedule is ever on while one of some others is.</summary>
    public bool Meets(string? schedule, IReadOnlyCollection<string?> others) =>
        Moments([schedule, .. others]).Any(at => IsOn(schedule, at) && others.Any(one => IsOn(one, at)));

    // Between two of these moments none of the schedules changes.
    private IEnumerable<DateTimeOffset> Moments(IEnumerable<string?> schedules)
    {
        var named = schedules.OfType<string>().Select(name => _schedules[name]).DistinctBy(one => one.Schedule.Name, StringComparer.Ordinal).ToList();
        if (named.Count == 0)
            return [now];
        var times = named.SelectMany(one => one.Rule.Week.Values.SelectMany(day => day).Concat(one.Rule.HolidayTimes)).SelectMany(time => new[] { time.Start, time.End }).Append(default).ToHashSet();
        var zones = named.Select(one => one.Schedule.Zone).DistinctBy(zone => zone.Id, StringComparer.Ordinal).ToList();
        // Clocks that change on different days move two zones against each other.
        var days = Days(isWhole: zones.Count > 1).ToList();
        return zones.SelectMany(zone => days.SelectMany(day => times.Select(time => day.ToDateTime(time)).Select(local => new DateTimeOffset(local, zone.GetUtcOffset(local)))));
    }

    private IEnumerable<DateOnly> Days(bool isWhole)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        return Enumerable.Range(0, Year).Where(day => isWhole || day < Ordinary || Enumerable.Range(day - 1, 3).Any(near => _holidays.Contains(today.AddDays(near)))).Select(today.AddDays);
    }
}
