using AccessKiosk.Access.Policy;
using AccessKiosk.Enrollment.People;

namespace AccessKiosk.Access.Rules;

/// <summary>What of one door's rules contradicts the rest, or changes nothing.</summary>
/// <param name="door">The rules.</param>
/// <param name="people">Whom they are about.</param>
/// <param name="hours">Compares hours.</param>
internal sealed class DoorFindings(DoorRule door, RulePeople people, RuleHours hours)
{
    private readonly List<PermissionRule> _able = [.. door.Permissions.Where(row => people.Name(row.Group) is not null && hours.IsEver(row.Schedule))];

    // Anybody walks in then.
    private readonly string?[] _open = door is { HoldOpen: { } hold, HoldOpenAfterFirstPerson: false } ? [hold] : [];

    /// <summary>All of them.</summary>
    public IEnumerable<RuleFinding> All() => Nobody().Concat(door.Permissions.Select(Row).OfType<string>()).Concat(FirstPerson()).Concat(Pins()).Concat(HeldOpen()).Select(words => new RuleFinding(door.Name, words, []));

    private IEnumerable<string> Nobody()
    {
        if (door.Permissions.Count == 0)
            yield return $"Nobody may pass {door.Name}: no group is listed.";
        else if (_able.Count == 0)
            yield return $"Nobody may ever pass {door.Name}: none of its rows lets anybody in.";
    }

    private string? Row(PermissionRule row)
    {
        if (people.Name(row.Group) is not { } name)
            return $"A row of {door.Name} lets nobody in: its group was removed.";
        var shown = $"“{name}: {row.Schedule ?? "always"}”";
        if (!hours.IsEver(row.Schedule))
            return $"{shown} lets nobody in at {door.Name}: {row.Schedule} has no hours in the coming year.";
        if (row.Group != DefaultAccessModel.Group && Wider(row, [DefaultAccessModel.Group]) is { Count: > 0 } all && hours.IsCovered(row.Schedule, all))
            return $"{shown} restricts nobody at {door.Name}: Everyone may pass {Named(all)}, and so may everybody in {name}.";
        if (hours.IsCovered(row.Schedule, _open))
            return $"{shown} changes nothing at {door.Name}: {door.HoldOpen} holds the door open for anybody in all of that time.";
        if (row.Group == DefaultAccessModel.Group)
            return null;
        if (!people.Members(row.Group).Any())
            return $"{shown} lets nobody in at {door.Name}: no active person is in {name}.";
        Guid[] others = [.. _able.Select(other => other.Group).Where(other => other != row.Group && people.IsWithin(row.Group, other) && !IsSameAndLater(row.Group, other))];
        return Wider(row, others) is { Count: > 0 } wider && hours.IsCovered(row.Schedule, [.. wider, .. _open])
            ? $"{shown} changes nothing at {door.Name}: everybody in {name} is also in {string.Join(" or ", others.Select(people.Name))}, who may pass then anyway."
            : null;
    }

    // Of two groups with the same people the first is kept.
    private bool IsSameAndLater(Guid group, Guid other) =>
        people.IsWithin(other, group) && other != DefaultAccessModel.Group && _able.FindIndex(row => row.Group == other) > _able.FindIndex(row => row.Group == group);

    private List<string?> Wider(PermissionRule row, IReadOnlyCollection<Guid> groups) => [.. _able.Where(other => other != row && groups.Contains(other.Group)).Select(other => other.Schedule)];

    private static string Named(IEnumerable<string?> schedules) => string.Join(" and ", schedules.Select(schedule => schedule ?? "always"));

    private IEnumerable<string> FirstPerson()
    {
        if (door.FirstPersonGroups.Count == 0)
            yield break;
        var names = string.Join(" or ", door.FirstPersonGroups.Select(group => people.Name(group) ?? "a group that was removed"));
        Guid[] passing = [.. _able.Select(row => row.Group)];
        var firsts = door.FirstPersonGroups.SelectMany(people.Members).Where(person => passing.Contains(DefaultAccessModel.Group) || person.Groups.Any(passing.Contains));
        if (_able.Count > 0 && !firsts.Any())
            yield return $"Nobody may ever come in at {door.Name}: they wait for the first of {names}, and no active person of it may pass.";
        if (door.HoldOpen is { } hold && !door.HoldOpenAfterFirstPerson)
            yield return $"{hold} holds {door.Name} open for anybody before the first of {names} has come, although nobody else may come in before.";
    }

    private IEnumerable<string> Pins()
    {
        if (door.TwoFactor is Hours.Never || _able.Count == 0)
            yield break;
        string?[] passing = [.. _able.Select(row => row.Schedule)];
        var asked = door.TwoFactor is Hours.Always ? null : door.TwoFactorSchedule;
        if (!hours.IsEver(asked) || !hours.Meets(asked, passing))
            yield return $"No PIN is ever asked at {door.Name}: nobody may pass during {asked}.";
        else if (hours.IsCovered(asked, _open))
            yield return $"No PIN is ever asked at {door.Name}: {door.HoldOpen} holds the door open for anybody in all of that time.";
        else if (Without(asked) is { Length: > 0 } without)
            yield return without.Length == 1
                ? $"One person may pass {door.Name} only with a PIN and has none: never let in."
                : $"{without.Length} people may pass {door.Name} only with a PIN and have none: they are never let in.";
    }

    // Who is asked for a PIN whenever they may pass, and has none.
    private Person[] Without(string? asked)
    {
        // Compared once for each row: there may be many people.
        var askedAlways = _able.Where(row => hours.IsCovered(row.Schedule, [asked])).ToHashSet();
        return
        [
            .. _able.SelectMany(row => people.Members(row.Group)).DistinctBy(person => person.Id)
                .Where(person => !person.HasPin && _able.Where(row => row.Group == DefaultAccessModel.Group || person.Groups.Contains(row.Group)).All(askedAlways.Contains)),
        ];
    }

    private IEnumerable<string> HeldOpen()
    {
        if (door.HoldOpen is { } hold && !hours.IsEver(hold))
            yield return $"{door.Name} is never held open: {hold} has no hours in the coming year.";
    }
}
