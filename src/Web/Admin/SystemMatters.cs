using AccessKiosk.Access.Health;
using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Records;
using AccessKiosk.Web.Api.Webhooks;
using AccessKiosk.Web.Notifications;
using AccessKiosk.Web.Notifications.Mqtt;
using AccessKiosk.Web.Operators;
using AccessKiosk.Web.People.Alike;
using AccessKiosk.Web.Security;
using AccessKiosk.Web.Site;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessKiosk.Web.Admin;

/// <summary>What is the matter with the installation: what the health page measures, and what was never set up.</summary>
internal sealed class SystemMatters(HealthCheckService checks, HealthNow health, MqttOptions mqtt, MqttStatus broker, SiteRules rules, KioskStore store, AlikePeople alike, TimeProvider time)
{
    private const int MostFindings = 3;
    private const string Rules = "access rules";
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(10);

    private Kept? _kept;

    /// <summary>All of it.</summary>
    /// <param name="isFollowing">A page that follows the doors asks again and again: what is ten seconds old will do.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public async Task<IReadOnlyList<Matter>> ListAsync(bool isFollowing, CancellationToken cancellationToken)
    {
        if (isFollowing && Volatile.Read(ref _kept) is { } kept && time.GetElapsedTime(kept.At) < KeptFor)
            return kept.Matters;
        var began = time.GetTimestamp();
        IReadOnlyList<Matter> matters =
        [
            .. await ChecksAsync(cancellationToken), .. await NotificationsAsync(cancellationToken), .. Mqtt(), .. await OperatorsAsync(cancellationToken), .. await BackupAsync(cancellationToken), .. await AlikeAsync(cancellationToken),
        ];
        Volatile.Write(ref _kept, new(began, matters));
        return matters;
    }

    private async Task<IEnumerable<Matter>> ChecksAsync(CancellationToken cancellationToken)
    {
        // These checks wait for other machines.
        var report = await checks.CheckHealthAsync(check => !IsOfDoors(check.Name) && check.Name is not (WebhookCheck.Name or NotificationCheck.Name or MqttCheck.Name), cancellationToken);
        var unwell = report.Entries.Where(entry => entry.Value.Status is not HealthStatus.Healthy).ToList();
        var matters = unwell.Where(entry => entry.Key != Rules).Select(entry => Of(entry.Key, entry.Value));
        return unwell.Any(entry => entry.Key == Rules) ? matters.Concat(await RulesAsync(report.Entries[Rules], cancellationToken)) : matters;
    }

    private Matter Of(string check, in HealthReportEntry entry) => (check, entry.Status) switch
    {
        ("calibration", HealthStatus.Degraded) => System(Urgency.ToDo, "Nobody has measured yet how well faces are told apart with this site's own cameras: figures from public pictures are used.", "/admin/calibration"),
        ("calibration", _) => System(Urgency.Fault, "Nobody can be recognised: the calibration cannot be used.", "/admin/calibration"),
        ("store", HealthStatus.Degraded) when !store.AuditReachesAnchor => System(Urgency.Fault, "The audit was cut or replaced while the kiosk was down. Run: kiosk audit verify", "/admin/health"),
        _ => System(entry.Status is HealthStatus.Degraded ? Urgency.Check : Urgency.Fault, $"{char.ToUpperInvariant(check[0])}{check[1..]}: {entry.Description}.", "/admin/health"),
    };

    // Doors and cameras tell in more detail.
    private static bool IsOfDoors(string check) => check.StartsWith(HealthChecks.Door(""), StringComparison.Ordinal) || check.StartsWith(HealthChecks.Camera(""), StringComparison.Ordinal);

    private async Task<IReadOnlyList<Matter>> RulesAsync(HealthReportEntry entry, CancellationToken cancellationToken)
    {
        var active = rules.Active;
        if (active.Fault is { } fault)
            return [System(Urgency.Fault, fault, "/admin/doors")];
        if (active.Stored is null)
            return [System(Urgency.ToDo, "No access rules are written: every active person may pass every door at any time.", "/admin/doors")];
        var findings = await RuleFinding.ListAsync(active, store, rules.Doors, time.GetUtcNow(), cancellationToken);
        if (findings.Count == 0 && active.Advice.Count == 0)
            return [Of(Rules, entry)];
        return
        [
            .. findings.Take(MostFindings).Select(finding => System(Urgency.Check, finding.Words, "/admin/doors")),
            .. findings.Count > MostFindings ? [System(Urgency.Check, $"{findings.Count - MostFindings} more rules do not do what they say.", "/admin/doors")] : Array.Empty<Matter>(),
            .. active.Advice.Select(advice => System(Urgency.Check, advice, "/admin/schedules")),
        ];
    }

    private async Task<IEnumerable<Matter>> NotificationsAsync(CancellationToken cancellationToken) =>
        (await store.Subscriptions.ListAsync(cancellationToken)).Where(one => !one.IsPaused && (one.Failures > 0 || one.SetAside.Count > 0)).Select(one =>
        {
            var (what, page) = one.Channel is NotificationChannel.Webhook ? ("The webhook to", "webhooks") : ("Notifications to", "notifications");
            var fault = one.Failures > 0 ? one.Fault : $"{one.SetAside.Count} {(one.SetAside.Count == 1 ? "delivery was" : "deliveries were")} set aside";
            return System(Urgency.Fault, $"{what} {one.Place} fail{(one.Channel is NotificationChannel.Webhook ? "s" : "")}: {fault}", $"/admin/{page}");
        });

    private IEnumerable<Matter> Mqtt() => mqtt.IsOn && broker.Now.Trouble is { } trouble ? [System(Urgency.Fault, $"MQTT: {trouble}", "/admin/notifications")] : [];

    private async Task<IEnumerable<Matter>> OperatorsAsync(CancellationToken cancellationToken)
    {
        var weak = (await store.Operators.ListAsync(cancellationToken)).Where(OperatorCredential.IsPasswordAlone).Select(one => one.Name).ToList();
        return weak.Count == 0 ? [] : [System(Urgency.ToDo, $"{string.Join(", ", weak.Take(5))}{(weak.Count > 5 ? $" and {weak.Count - 5} more" : "")} can sign in with a password alone: ask for a second factor.", "/admin/operators")];
    }

    private async Task<IEnumerable<Matter>> BackupAsync(CancellationToken cancellationToken) => await health.LastBackupAsync(cancellationToken) switch
    {
        null => [System(Urgency.ToDo, "No backup was ever made: a broken disk would lose everybody.", "/admin/backups")],
        { } at when at <= time.GetUtcNow() - HealthNow.BackupAge => [System(Urgency.Check, $"The last backup is of {Dates.Day(at, time)}.", "/admin/backups")],
        _ => [],
    };

    private async Task<IEnumerable<Matter>> AlikeAsync(CancellationToken cancellationToken)
    {
        var pairs = (await alike.ListAsync(cancellationToken)).Count;
        return pairs == 0 ? [] : [new(Urgency.Check, $"{(pairs == 1 ? "Two people look" : $"{pairs} pairs of people look")} so alike that doors cannot tell them apart: they may be enrolled twice.", "/admin/people/alike", Permissions.ManagePeople)];
    }

    private sealed record Kept(long At, IReadOnlyList<Matter> Matters);

    private static Matter System(Urgency urgency, string words, string address) => new(urgency, words, address, Permissions.ManageSystem);
}
