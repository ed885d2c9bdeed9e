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

    /// <summary>A permission in words.</summary>
    public static string Who(PermissionRule permission, AccessRules rules, Func<Guid, string> group) =>
        $"{group(permission.Group)}: {(rules.Schedule(permission.Schedule) is { } schedule ? ScheduleFormatter.Of(schedule) : "always")}";

    /// <summary>Whether somebody of a group may pass, asked of the policy itself.</summary>
    public static (bool Good, string Words) Answer(AccessPolicy policy, string door, Guid group, DateTimeOffset at, string name)
    {
        var person = new PersonAccess { Id = Guid.Empty, Groups = group == DefaultAccessModel.Group ? [group] : [DefaultAccessModel.Group, group], HasPin = true };
        var request = new AccessRequest(door, at, FaceAnswer.Identified, person);
        var decision = policy.Decide(request, AccessState.Empty);
        var when = $"{at:dddd, d MMMM yyyy, HH:mm}";
        return decision switch
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
}
