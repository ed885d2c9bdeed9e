using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;

namespace AccessKiosk.Access.Rules;

/// <summary>A rule that contradicts another, or changes nothing: it can be kept, but it does not do what it says.</summary>
/// <param name="Door">At which door; null: at all of them.</param>
/// <param name="Words">What it means, in a sentence.</param>
/// <param name="People">Whom it concerns, where it is about some people alone.</param>
public sealed record RuleFinding(string? Door, string Words, IReadOnlyList<PersonId> People)
{
    /// <summary>All of the active rules.</summary>
    public static async Task<IReadOnlyList<RuleFinding>> ListAsync(ActiveRules active, KioskStore store, IReadOnlyList<string> doors, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(active);
        return active.Fault is null ? Of(active.Rules, doors, await RulePeople.ReadAsync(store, now, cancellationToken), now) : [];
    }

    /// <summary>All of some rules, door by door.</summary>
    /// <param name="rules">Rules without faults.</param>
    /// <param name="doors">The configured doors.</param>
    /// <param name="people">Whom they are about.</param>
    /// <param name="now">They are looked at over the year from now on.</param>
    public static IReadOnlyList<RuleFinding> Of(AccessRules rules, IReadOnlyList<string> doors, RulePeople people, DateTimeOffset now)
    {
        var hours = new RuleHours(rules, now);
        return
        [
            .. doors.SelectMany(door => new DoorFindings(rules.Door(door) ?? new() { Name = door }, people, hours).All()),
            .. rules.Doors.Where(rule => !doors.Contains(rule.Name, StringComparer.OrdinalIgnoreCase))
                .Select(rule => new RuleFinding(rule.Name, $"The rules of {rule.Name} have no effect: no door of this name is configured.", [])),
            .. ShutOut(rules, doors, people, hours),
        ];
    }

    private static IEnumerable<RuleFinding> ShutOut(AccessRules rules, IReadOnlyList<string> doors, RulePeople people, RuleHours hours)
    {
        var listed = doors.SelectMany(door => rules.Door(door)?.Permissions ?? []).Where(row => hours.IsEver(row.Schedule)).Select(row => row.Group).ToHashSet();
        var everybody = listed.Contains(Policy.DefaultAccessModel.Group);
        PersonId[] without = everybody || listed.Count == 0 ? [] : [.. people.Active.Where(person => !person.Groups.Any(listed.Contains)).Select(person => person.Id)];
        if (without.Length > 0)
            yield return new(null, $"{(without.Length == 1 ? "One active person may" : $"{without.Length} active people may")} pass no door: they are in none of the groups that the doors list.", without);
    }
}
