using AccessKiosk.Access.Rules;

namespace AccessKiosk.Web.Rules;

/// <summary>Hours that are drawn in a week.</summary>
/// <param name="Tone">How: <c>on</c> a group's own, <c>all</c> everybody's, <c>open</c> while the door is held open.</param>
/// <param name="Schedule">When; null: always.</param>
public sealed record WeekLayer(string Tone, ScheduleRule? Schedule)
{
    /// <summary>What counts for a group at a door besides its own row, since rows add up.</summary>
    public static IEnumerable<WeekLayer> Besides(AccessRules rules, DoorRule door, Guid group)
    {
        if (door.HoldOpen is { } hold)
            yield return new("open", rules.Schedule(hold));
        if (door.Everyone() is { } everyone && everyone.Group != group)
            yield return new("all", rules.Schedule(everyone.Schedule));
    }
}
