using AccessKiosk.Access.Policy;
using AccessKiosk.Access.Events;
using AccessKiosk.Access.Rules;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Web.Rules;

/// <summary>A door's rules in words.</summary>
internal static class RulesFormatter
{
    /// <summary>What holds besides who may pass; one line each.</summary>
    public static IEnumerable<string> Of(DoorRule door, Func<Guid, string> group)
    {
        if (door.TwoFactor is not Hours.Never)
            yield return $"Face and PIN: {(door.TwoFactor is Hours.Always ? "always" : door.TwoFactorSchedule)}.";
        if (door.AllowPinOnly)
            yield return "Who has no face enrolled may pass by number and PIN.";
        if (door.AntiPassback is not AntiPassback.None)
            yield return $"From {door.FromZone} to {door.ToZone}: {DescribeAntiPassback(door.AntiPassback)}{(door.AntiPassback is AntiPassback.Timed ? $" ({door.AntiPassbackTime.TotalMinutes:0} minutes)" : "")}.";
        if (door.FirstPersonGroups.Count > 0)
            yield return $"Nobody before {string.Join(" or ", door.FirstPersonGroups.Select(group))} on each day.";
        if (door.HoldOpen is { } schedule)
            yield return $"Held open: {schedule}{(door.HoldOpenAfterFirstPerson ? ", once the first person has come" : "")}.";
    }

    /// <summary>Anti-passback in words.</summary>
    public static string DescribeAntiPassback(AntiPassback kind) => kind switch
    {
        AntiPassback.None => "places are not followed",
        AntiPassback.Soft => "who is elsewhere is let in and noted",
        AntiPassback.Hard => "who is elsewhere is refused",
        _ => "who came a short while ago is refused",
    };

    /// <summary>When a row lets a group in, with what else does, since rows add up.</summary>
    public static string Who(PermissionRule permission, DoorRule door, AccessRules rules, Func<Guid, string> group) =>
        string.Join("; ", [$"{group(permission.Group)}: {When(permission.Schedule, rules)}", .. Besides(permission.Group, door, rules)]);

    /// <summary>When else a group may pass than by its own row; one line each.</summary>
    public static IEnumerable<string> Besides(Guid group, DoorRule door, AccessRules rules)
    {
        if (door.Everyone() is { } everyone && everyone.Group != group)
            yield return $"and {When(everyone.Schedule, rules)}, because Everyone may";
        if (door.HoldOpen is { } hold)
            yield return $"and while it is held open for anybody: {When(hold, rules)}";
    }

    /// <summary>Whether somebody may pass.</summary>
    public static (bool Good, string Words) Answer(RuleExplanation explained, string door, DateTimeOffset at, string name)
    {
        var when = $"{at:dddd, d MMMM yyyy, HH:mm}";
        if (explained.IsHeldOpen)
            return (true, $"{when}: yes, {name} may pass {door}, and so may anybody: it is held open.");
        return explained.Decision switch
        {
            { Outcome: AccessOutcome.Grant } => (true, $"{when}: yes, {name} may pass {door}."),
            { Outcome: AccessOutcome.AskPin } => (true, $"{when}: yes, {name} may pass {door} with face and PIN."),
            { Reason: ReasonCode.NoFirstPerson } => (true, $"{when}: {name} may pass {door} once the first person of the day has come."),
            { Reason: ReasonCode.Holiday } => (false, $"{when}: no, it is a holiday."),
            { Reason: ReasonCode.OutsideSchedule } => (false, $"{when}: no, outside the schedule."),
            { Reason: ReasonCode.NoPermission } => (false, $"{when}: no, {name} may never pass {door}."),
            { Reason: var reason } => (false, $"{when}: no ({EventFormatter.Reason(reason)})."),
        };
    }

    private static string When(string? schedule, AccessRules rules) => rules.Schedule(schedule) is { } rule ? ScheduleFormatter.Of(rule) : "always";
}
