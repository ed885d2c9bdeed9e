using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Kiosk.Configuration;

namespace AccessKiosk.Kiosk.Health;

/// <summary>Whether the access rules can be used, and whether every door has some.</summary>
internal static class RulesCheck
{
    /// <summary>Checks the store's rules against the configured doors.</summary>
    public static async Task<CheckResult> RunAsync(KioskOptions options, KioskStore store, CancellationToken cancellationToken)
    {
        string[] doors = [.. options.Doors.Values.Select(door => door.Name)];
        var active = await SiteRules.ReadAsync(store, doors, cancellationToken);
        if (active.Fault is { } fault)
            return CheckResult.Fail("access rules", fault, "Write them again on the page Doors, or restore a backup.");
        if (active.Stored is null)
            return CheckResult.Warn("access rules", "none written: every active person may pass every door at any time", "Set them on the page Doors.");
        var found = $"version {active.Version}: {active.Rules.Schedules.Count} schedules, {active.Rules.Holidays.Count} holidays, {active.Rules.Doors.Count} doors";
        if (active.Advice.Count > 0)
            return CheckResult.Warn("access rules", string.Join(" ", active.Advice), "Choose the zone on the page Schedules and save.");
        string[] without = [.. doors.Where(door => active.Rules.Door(door) is null)];
        if (without.Length > 0)
            return CheckResult.Warn("access rules", $"{found}; none for {string.Join(", ", without)}: nobody may pass there", "Set them on the page Doors.");
        return TimeZoneInfo.Local.HasSameRules(active.Zone)
            ? CheckResult.Ok("access rules", found)
            : CheckResult.Warn(
                "access rules", $"{found}; the site's time zone is {active.Rules.Zone}, the box's is {TimeZoneInfo.Local.Id}: the journal and the site's pages differ",
                $"Set the box's to the site's: timedatectl set-timezone {active.Rules.Zone}.");
    }
}
