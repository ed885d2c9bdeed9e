using AccessKiosk.Access.Configuration;
using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment.Store;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessKiosk.Access.Health;

/// <summary>Whether the access rules can be used, and whether every door has some.</summary>
/// <param name="store">Where they are.</param>
/// <param name="devices">The configured doors.</param>
/// <param name="time">The clock.</param>
public sealed class RulesCheck(KioskStore store, SiteDevices devices, TimeProvider time) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        string[] doors = [.. devices.Doors.Values.Select(door => door.Name)];
        var active = await SiteRules.ReadAsync(store, doors, cancellationToken);
        if (active.Fault is { } fault)
            return CheckOutcome.Fail(fault, "Write them again on the page Doors, or restore a backup.");
        if (active.Stored is null)
            return CheckOutcome.Warn("none written: every active person may pass every door at any time", "Set them on the page Doors.");
        var found = $"version {active.Version}: {active.Rules.Schedules.Count} schedules, {active.Rules.Holidays.Count} holidays, {active.Rules.Doors.Count} doors";
        if (active.Advice.Count > 0)
            return CheckOutcome.Warn(string.Join(" ", active.Advice), "Choose the zone on the page Schedules and save.");
        string[] without = [.. doors.Where(door => active.Rules.Door(door) is null)];
        if (without.Length > 0)
            return CheckOutcome.Warn($"{found}; none for {string.Join(", ", without)}: nobody may pass there", "Set them on the page Doors.");
        var findings = await RuleFinding.ListAsync(active, store, doors, time.GetUtcNow(), cancellationToken);
        if (findings.Count > 0)
            return CheckOutcome.Warn($"{found}; {string.Join(" ", findings.Select(finding => finding.Words))}", "Put it right on the page Door rules.");
        return TimeZoneInfo.Local.HasSameRules(active.Zone)
            ? CheckOutcome.Ok(found)
            : CheckOutcome.Warn(
                $"{found}; the site's time zone is {active.Rules.Zone}, the box's is {TimeZoneInfo.Local.Id}: the journal and the site's pages differ",
                $"Set the box's to the site's: timedatectl set-timezone {active.Rules.Zone}.");
    }
}
