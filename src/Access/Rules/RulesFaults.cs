using System.Globalization;
using AccessKiosk.Access.Policy;

namespace AccessKiosk.Access.Rules;

/// <summary>Every fault of the rules at once, in an operator's words.</summary>
public static class RulesFaults
{
    private const int NameLength = 60;
    private const int MostFailures = 50;
    private const int MostHolidays = 1000;
    private const int MostSchedules = 200;

    /// <summary>One line each; empty when all is well.</summary>
    public static IEnumerable<string> Of(AccessRules rules)
    {
        List<string> faults = [.. Site(rules), .. Holidays(rules), .. rules.Schedules.SelectMany(Schedule), .. Repeated("Schedule", rules.Schedules.Select(s => s.Name)), .. rules.Doors.SelectMany(door => Door(rules, door))];
        // The rest needs every name to be known.
        return faults.Count > 0 ? faults : AccessModel.Faults([.. RulesCompiler.Doors(rules)], rules.Lockout);
    }

    private static IEnumerable<string> Site(AccessRules rules)
    {
        if (!IsZone(rules.Zone))
            yield return $"The site's time zone is '{rules.Zone}'; allowed: an IANA name such as Europe/Berlin.";
        if (rules.Lockout.Failures > MostFailures)
            yield return $"Lockout: Failures is {rules.Lockout.Failures}; allowed: 1 to {MostFailures}.";
        if (rules.Schedules.Count > MostSchedules)
            yield return $"There are {rules.Schedules.Count} schedules; allowed: {MostSchedules}.";
        if (rules.Holidays.Count > MostHolidays)
            yield return $"There are {rules.Holidays.Count} holidays; allowed: {MostHolidays}.";
    }

    private static IEnumerable<string> Holidays(AccessRules rules)
    {
        foreach (var day in rules.Holidays.Where(day => string.IsNullOrWhiteSpace(day.Name) || day.Name.Length > NameLength))
            yield return $"The holiday {day.Date:yyyy-MM-dd} needs a name of 1 to {NameLength} characters.";
        foreach (var same in rules.Holidays.GroupBy(day => (day.Yearly ? 0 : day.Date.Year, day.Date.Month, day.Date.Day)).Where(same => same.Skip(1).Any()))
            yield return $"{string.Join(" and ", same.Select(day => day.Name))} are the same day; keep one.";
    }

    private static IEnumerable<string> Schedule(ScheduleRule schedule)
    {
        if (string.IsNullOrWhiteSpace(schedule.Name) || schedule.Name.Length > NameLength)
            yield return $"A schedule needs a name of 1 to {NameLength} characters.";
        if (!IsZone(schedule.Zone))
            yield return $"{schedule.Name}: the time zone is '{schedule.Zone}'; allowed: an IANA name such as Europe/Berlin.";
        foreach (var (day, times) in schedule.Week)
        {
            if (Overlap(times) is { } overlap)
                yield return $"{schedule.Name}, {day}: {overlap}";
        }

        if (schedule.OnHolidays is HolidayConduct.OwnTimes && Overlap(schedule.HolidayTimes) is { } onHolidays)
            yield return $"{schedule.Name}, holidays: {onHolidays}";
    }

    private static string? Overlap(IReadOnlyList<ScheduleInterval> times)
    {
        var sorted = times.OrderBy(time => time.Start).ToList();
        for (var i = 1; i < sorted.Count; i++)
        {
            var before = sorted[i - 1];
            if (before.End <= before.Start || before.End > sorted[i].Start)
                return $"{Text(before)} and {Text(sorted[i])} overlap; make one of them.";
        }

        return null;
    }

    private static IEnumerable<string> Door(AccessRules rules, DoorRule door)
    {
        if (string.IsNullOrWhiteSpace(door.Name))
            yield return "A door needs its name from the configuration.";
        var names = door.Permissions.Select(permission => permission.Schedule).Append(door.HoldOpen).Append(door.TwoFactor is Hours.Scheduled ? door.TwoFactorSchedule : null);
        foreach (var name in names.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Where(name => rules.Schedule(name) is null))
            yield return $"Door {door.Name}: there is no schedule '{name}'.";
        if (door.TwoFactor is Hours.Scheduled && door.TwoFactorSchedule is null)
            yield return $"Door {door.Name}: choose the schedule in which a PIN is asked.";
        if (door.Permissions.GroupBy(permission => permission.Group).Any(same => same.Skip(1).Any()))
            yield return $"Door {door.Name}: a group is there twice; each has one line.";
        if (door.AntiPassback is not AntiPassback.None && (door.FromZone is null || door.ToZone is null || Place.Same(door.FromZone, door.ToZone)))
            yield return $"Door {door.Name}: name the two different places that it leads from and to.";
        if (door.AntiPassback is AntiPassback.Timed && door.AntiPassbackTime <= TimeSpan.Zero)
            yield return $"Door {door.Name}: the minutes of a short while ago are 1 or more.";
        if (door.HoldOpenAfterFirstPerson && door.HoldOpen is null)
            yield return $"Door {door.Name}: to wait for the first person, choose a schedule that holds it open.";
        if (door.FromZone?.Length > NameLength || door.ToZone?.Length > NameLength)
            yield return $"Door {door.Name}: the names of places have up to {NameLength} characters.";
    }

    private static IEnumerable<string> Repeated(string what, IEnumerable<string> names) =>
        names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(same => same.Skip(1).Any()).Select(same => $"{what} {same.Key} is there {same.Count()} times; each has its own name.");

    public static string Text(ScheduleInterval time) => time == ScheduleInterval.WholeDay ? "all day" : $"{time.Start:HH\\:mm}–{(time.End == default ? "24:00" : time.End.ToString("HH\\:mm", CultureInfo.InvariantCulture))}";

    private static bool IsZone(string zone) => TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _);
}
