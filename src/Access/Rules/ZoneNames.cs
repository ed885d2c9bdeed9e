using NodaTime.TimeZones;

namespace AccessKiosk.Access.Rules;

/// <summary>
/// Time zone names that the system does not know any more, as after an upgrade that moves old names into another package
/// (<c>Asia/Calcutta</c>, <c>US/Pacific</c>): the rules go on with the name that stands for the same zone today.
/// </summary>
internal static class ZoneNames
{
    private const string Utc = "UTC";

    /// <summary>The rules with names that this system knows, and a line of advice for each that was replaced.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="box">The box's own zone; null to ask the system.</param>
    public static (AccessRules Rules, IReadOnlyList<string> Advice) Known(AccessRules rules, string? box = null)
    {
        var advice = new List<string>();
        var own = box ?? TimeZoneInfo.Local.Id;
        // A box whose zone was copied and not linked calls it Local, which is no name.
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(own, out _))
            own = Utc;
        var known = rules with
        {
            Zone = Known(rules.Zone, "The site", own, advice),
            Schedules = [.. rules.Schedules.Select(schedule => schedule with { Zone = Known(schedule.Zone, $"The schedule {schedule.Name}", own, advice) })],
        };
        return (advice.Count > 0 ? known : rules, advice);
    }

    private static string Known(string zone, string whose, string box, List<string> advice)
    {
        if (TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            return zone;
        var (name, isSame) = Successor(zone) is { } successor ? (successor, true) : (box, false);
        advice.Add(isSame
            ? $"{whose}: this system does not know the time zone '{zone}' any more; '{name}', the same zone, is used. Save the rules to keep it."
            : $"{whose}: this system does not know the time zone '{zone}'; the box's own, '{name}', is used. Choose the site's zone on the page Schedules.");
        return name;
    }

    private static string? Successor(string zone) =>
        TzdbDateTimeZoneSource.Default.CanonicalIdMap.TryGetValue(zone, out var name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out _) ? name : null;
}
