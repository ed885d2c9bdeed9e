using System.Globalization;
using AccessKiosk.Access.Policy;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Access.Rules;

/// <summary>Whether somebody may pass at a moment, and which rules say so.</summary>
/// <param name="Decision">The policy's answer.</param>
/// <param name="IsHeldOpen">The schedule holds the door open then: anybody walks in.</param>
/// <param name="Because">The rules that decided, one sentence each.</param>
public sealed record RuleExplanation(AccessDecision Decision, bool IsHeldOpen, IReadOnlyList<string> Because)
{
    /// <summary>Asks the policy itself, for a right PIN and as if nobody had come before.</summary>
    /// <param name="active">The rules.</param>
    /// <param name="door">The door.</param>
    /// <param name="person">Who.</param>
    /// <param name="at">When.</param>
    /// <param name="group">A group's name.</param>
    public static RuleExplanation Of(ActiveRules active, string door, PersonAccess person, DateTimeOffset at, Func<Guid, string> group)
    {
        ArgumentNullException.ThrowIfNull(active);
        var policy = new AccessPolicy(active.Model);
        var decision = policy.Decide(new(door, at, FaceAnswer.Identified, person), AccessState.Empty);
        var isOpen = policy.IsHeldOpen(door, at, AccessState.Empty);
        var rule = active.Rules.Door(door);
        var because = rule is null ? [$"There are no rules for {door}."] : Reasons(active.Rules, new(active.Rules, at), rule, person, at, decision, group);
        return new(decision, isOpen, [.. isOpen ? [$"{rule!.HoldOpen} holds {door} open for anybody then."] : Array.Empty<string>(), .. because]);
    }

    private static IEnumerable<string> Reasons(AccessRules rules, RuleHours hours, DoorRule door, PersonAccess person, DateTimeOffset at, AccessDecision decision, Func<Guid, string> group)
    {
        var rows = door.Permissions.Where(row => person.Groups.Contains(row.Group)).ToList();
        switch (decision)
        {
            case { Reason: ReasonCode.Suspended }:
                return ["The person is suspended."];
            case { Reason: ReasonCode.NotYetValid }:
                return [$"The person is valid from {Moment(rules, person.ValidFrom!.Value)} on."];
            case { Reason: ReasonCode.Expired }:
                return [$"The person was valid until {Moment(rules, person.ValidUntil!.Value)}."];
            case { Reason: ReasonCode.NoPermission }:
                return [person.Groups.Where(one => one != DefaultAccessModel.Group).Select(group).ToList() is { Count: > 0 } names
                    ? $"No row of {door.Name} lists Everyone or {string.Join(" or ", names)}."
                    : $"No row of {door.Name} lists Everyone, and the person is in no group."];
            case { Reason: ReasonCode.OutsideSchedule or ReasonCode.Holiday }:
                return rows.Select(row => $"{Shown(row, group)} is off then{Holiday(rules, hours, row.Schedule, at)}.");
            case { Reason: ReasonCode.NoFirstPerson }:
                return [$"Somebody of {string.Join(" or ", door.FirstPersonGroups.Select(group))} must come first that day.", .. Passing(rules, hours, rows, at, group)];
            default:
                return [.. Passing(rules, hours, rows, at, group), .. Pin(hours, door, at)];
        }
    }

    private static IEnumerable<string> Passing(AccessRules rules, RuleHours hours, IEnumerable<PermissionRule> rows, DateTimeOffset at, Func<Guid, string> group) =>
        rows.Where(row => hours.IsOn(row.Schedule, at)).Select(row => $"{Shown(row, group)} lets them in{Holiday(rules, hours, row.Schedule, at)}.");

    private static IEnumerable<string> Pin(RuleHours hours, DoorRule door, DateTimeOffset at)
    {
        if (door.TwoFactor is Hours.Always || (door.TwoFactor is Hours.Scheduled && hours.IsOn(door.TwoFactorSchedule, at)))
            yield return $"A PIN is asked: {(door.TwoFactor is Hours.Always ? "always" : door.TwoFactorSchedule)}.";
    }

    private static string Shown(PermissionRule row, Func<Guid, string> group) => $"The row “{group(row.Group)}: {row.Schedule ?? "always"}”";

    // Named where it changes the hours.
    private static string Holiday(AccessRules rules, RuleHours hours, string? schedule, DateTimeOffset at)
    {
        if (rules.Schedule(schedule) is not { } rule || !hours.IsHoliday(schedule, at))
            return "";
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(rule.Zone)).DateTime);
        var name = rules.Holidays.First(one => one.Yearly ? (one.Date.Month, one.Date.Day) == (day.Month, day.Day) : one.Date == day).Name;
        return $": {day.ToString("d MMMM", CultureInfo.InvariantCulture)} is a holiday, {name}";
    }

    private static string Moment(AccessRules rules, DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(rules.Zone)).ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);
}
