using NodaTime.TimeZones;

namespace AccessKiosk.Access.Rules;

/// <summary>
/// Time zone names that the system does not know any more, as after an upgrade that moves old names into another package
/// (<c>Asia/Calcutta</c>, <c>US/Pacific</c>), or does not know yet (<c>Europe/Kyiv</c>): the rules go on with another name of the same zone.
/// </summary>
internal static class ZoneNames
{
    private const string Utc = "UTC";

    /// <summary>The rules with names that this system knows, and a line of advice for each that was replaced.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="box">The box's own zone; null to ask the system.</param>
    /// <param name="isKnown">Whether there is a zone of this name; null to ask the system.</param>
    public static (AccessRules Rules, IReadOnlyList<string> Advice) Known(AccessRules rules, string? box = null, Func<string, bool>? isKnown = null)
    {
        var advice = new List<string>();
        var own = box ?? TimeZoneInfo.Local.Id;
        isKnown ??= name => TimeZoneInfo.TryFindSystemTimeZoneById(name, out _);
        // A box whose zone was copied and not linked calls it Local, which is no name.
        if (!isKnown(own))
            own = Utc;
        var known = rules with
        {
            Zone = Known(rules.Zone, "The site", own, isKnown, advice),
            Schedules = [.. rules.Schedules.Select(schedule => schedule with { Zone = Known(schedule.Zone, $"The schedule {schedule.Name}", own, isKnown, advice) })],
        };
        return (advice.Count > 0 ? known : rules, advice);
    }

    private static string Known(string zone, string whose, string box, Func<string, bool> isKnown, List<string> advice)
    {
        if (isKnown(zone))
            return zone;
        var (name, isSame) = OtherName(zone, isKnown) is { } successor ? (successor, true) : (box, false);
        advice.Add(isSame
            ? $"{whose}: this system does not know the time zone '{zone}'; '{name}', the same zone, is used. Save the rules to keep it."
            : $"{whose}: this system does not know the time zone '{zone}'; the box's own, '{name}', is used. Choose the site's zone on the page Schedules.");
        return name;
    }

    // The name of today or, where rules come from a newer system, one of before.
    private static string? OtherName(string zone, Func<string, bool> isKnown) =>
        TzdbDateTimeZoneSource.Default.CanonicalIdMap.TryGetValue(zone, out var name)
            ? TzdbDateTimeZoneSource.Default.Aliases[name].Prepend(name).FirstOrDefault(isKnown)
            : null;
}
