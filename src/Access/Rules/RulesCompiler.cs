using System.Collections.Immutable;
using AccessKiosk.Access.Policy;

namespace AccessKiosk.Access.Rules;

/// <summary>Makes the model that decides of the rules that staff wrote, or says every fault of them.</summary>
public static class RulesCompiler
{
    /// <summary>The model.</summary>
    /// <exception cref="ArgumentException">The rules have faults; the message lists all of them.</exception>
    public static AccessModel Compile(AccessRules rules)
    {
        var faults = RulesFaults.Of(rules).ToList();
        if (faults.Count > 0)
            throw new ArgumentException(string.Join(Environment.NewLine, faults));
        return new([.. Doors(rules)], rules.Lockout);
    }

    /// <summary>The model of rules that somebody has just written.</summary>
    /// <exception cref="RulesException">The rules have faults; the message lists all of them.</exception>
    public static AccessModel CompileChecked(AccessRules rules)
    {
        try
        {
            return Compile(rules);
        }
        catch (ArgumentException fault)
        {
            throw new RulesException(fault.Message, fault);
        }
    }

    /// <summary>One schedule, for decisions and for pictures of it.</summary>
    public static Schedule Schedule(AccessRules rules, ScheduleRule schedule) => new(
        schedule.Name,
        TimeZoneInfo.FindSystemTimeZoneById(schedule.Zone),
        schedule.Week.ToDictionary(day => day.Key, day => day.Value.ToImmutableArray()),
        Holidays(rules),
        schedule.OnHolidays switch
        {
            HolidayConduct.AsOtherDays => null,
            HolidayConduct.Off => [],
            _ => [.. schedule.HolidayTimes],
        });

    /// <summary>The site's holidays.</summary>
    public static HolidayCalendar Holidays(AccessRules rules) => new(
        rules.Holidays.Where(day => !day.Yearly).Select(day => day.Date),
        rules.Holidays.Where(day => day.Yearly).Select(day => day.Date));

    /// <summary>The doors; every name that they refer to must be known.</summary>
    public static IEnumerable<DoorPolicy> Doors(AccessRules rules)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(rules.Zone);
        var schedules = rules.Schedules.ToDictionary(schedule => schedule.Name, schedule => Schedule(rules, schedule), StringComparer.OrdinalIgnoreCase);
        return rules.Doors.Select(door => new DoorPolicy
        {
            Name = door.Name,
            Permissions = [.. door.Permissions.Select(permission => new Permission(permission.Group, Of(permission.Schedule)))],
            TwoFactorAlways = door.TwoFactor is Hours.Always,
            TwoFactor = door.TwoFactor is Hours.Scheduled ? Of(door.TwoFactorSchedule) : null,
            AllowPinOnly = door.AllowPinOnly,
            AntiPassback = door.AntiPassback,
            FromZone = door.FromZone,
            ToZone = door.ToZone,
            AntiPassbackTime = door.AntiPassbackTime,
            FirstPersonGroups = [.. door.FirstPersonGroups],
            HoldOpen = Of(door.HoldOpen),
            HoldOpenAfterFirstPerson = door.HoldOpenAfterFirstPerson,
            Zone = zone,
        });

        Schedule? Of(string? name) => name is null ? null : schedules[name];
    }
}
