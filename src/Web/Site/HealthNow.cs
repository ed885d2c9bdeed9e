using System.Runtime.InteropServices;
using AccessKiosk.Access.Health;
using AccessKiosk.Access.Lanes;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Recognition;
using AccessKiosk.Storage;
using AccessKiosk.Web.Security;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessKiosk.Web.Site;

/// <summary>One line of the health page.</summary>
/// <param name="Id">Where it goes.</param>
/// <param name="Text">What is shown.</param>
/// <param name="State">good, warn or bad: whether somebody should look.</param>
internal sealed record HealthLine(string Id, string Text, string State);

/// <summary>What the health page shows, gathered when it is asked for; slow parts are kept for ten seconds.</summary>
internal sealed class HealthNow(HealthCheckService checks, LaneSet cameras, KioskStore store, StoreOptions options, TimeProvider time) : IDisposable
{
    private const long Megabyte = 1L << 20;
    private const int MostDates = 100;
    private static readonly TimeSpan SlowAge = TimeSpan.FromSeconds(10);

    /// <summary>A last backup that is older is worth a word.</summary>
    public static readonly TimeSpan BackupAge = TimeSpan.FromDays(2);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private (long At, IReadOnlyList<HealthLine> Lines)? _slow;

    /// <summary><c>GET /admin/health/now</c>.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/admin/health/now", async (HealthNow health, CancellationToken cancellationToken) => Results.Json(await health.LinesAsync(cancellationToken)))
            .RequireAuthorization(Permissions.ManageSystem);

    /// <summary>Every line.</summary>
    public async Task<IReadOnlyList<HealthLine>> LinesAsync(CancellationToken cancellationToken) =>
        [.. cameras.Lanes.SelectMany(Camera), .. Process(), .. await ChecksAsync(check => check.Tags.Contains(HealthChecks.Quick), cancellationToken), .. await SlowAsync(cancellationToken)];

    public void Dispose() => _gate.Dispose();

    /// <summary>The identifier of a camera's line.</summary>
    public static string Id(Lane lane, string line) => $"{line}-{lane.Name}";

    private static IEnumerable<HealthLine> Camera(Lane lane)
    {
        var (moment, meter) = (lane.View.Moment, lane.Meter);
        yield return new(Id(lane, "picture"), moment.FrameWidth > 0 ? $"{moment.FrameWidth} × {moment.FrameHeight}" : "none yet", "good");
        yield return new(Id(lane, "fps"), $"{meter.FramesPerSecond:0.0} pictures a second", meter.FramesPerSecond >= 5 ? "good" : "warn");
        yield return new(Id(lane, "work"), $"{meter.Milliseconds:0.0} ms a picture", meter.Milliseconds < 100 ? "good" : "warn");
        yield return new(Id(lane, "stages"), string.Join(", ", Enum.GetValues<RecognitionStage>().Select(stage => $"{stage.ToString().ToLowerInvariant()} {lane.Stages[stage]:0.0}")) + " ms, where they run", "good");
        yield return new(Id(lane, "dropped"), $"{lane.Dropped:N0} of {lane.Dropped + lane.Frames:N0} pictures", "good");
        yield return new(Id(lane, "watchers"), $"{lane.View.Watchers}", "good");
    }

    private IEnumerable<HealthLine> Process()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        var up = time.GetUtcNow().UtcDateTime - process.StartTime.ToUniversalTime();
        yield return new("uptime", Words(up), "good");
        yield return new("process", $"{process.WorkingSet64 / Megabyte:N0} MB, {process.Threads.Count} threads", "good");
    }

    private async Task<IEnumerable<HealthLine>> ChecksAsync(Func<HealthCheckRegistration, bool> which, CancellationToken cancellationToken) =>
        (await checks.CheckHealthAsync(which, cancellationToken)).Entries.Select(entry => new HealthLine(
            LineOf(entry.Key),
            entry.Value.Description ?? "",
            entry.Value.Status switch { HealthStatus.Healthy => "good", HealthStatus.Degraded => "warn", _ => "bad" }));

    // "camera main" is shown where "camera-main" is.
    private static string LineOf(string check) => check.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space ? $"{check[..space]}-{check[(space + 1)..]}" : check;

    private static string Words(TimeSpan up) => up switch
    {
        { TotalDays: >= 1 } => $"{(int)up.TotalDays} d {up.Hours} h",
        { TotalHours: >= 1 } => $"{up.Hours} h {up.Minutes} min",
        _ => $"{up.Minutes} min",
    };

    private async Task<IReadOnlyList<HealthLine>> SlowAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_slow is { } kept && time.GetElapsedTime(kept.At) < SlowAge)
                return kept.Lines;
            List<HealthLine> lines = [.. await ChecksAsync(check => !check.Tags.Contains(HealthChecks.Quick), cancellationToken), .. await StoreAsync(cancellationToken)];
            lines.AddRange(lines.Where(line => line.Id is "calibration").Select(line => line with { Id = "calibration-origin", Text = Origin(line.State) }).ToList());
            _slow = (time.GetTimestamp(), lines);
            return lines;
        }
        finally
        {
            _gate.Release();
        }
    }

    // What the check says of it in figures stands below, under details.
    private static string Origin(string state) => state switch
    {
        "good" => "made from this site's own pictures",
        "warn" => "made from public pictures",
        _ => "none that can be used: nobody is let in",
    };

    private async Task<IReadOnlyList<HealthLine>> StoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            var open = await store.Alerts.CountUnreviewedAsync(cancellationToken);
            var backup = await LastBackupAsync(cancellationToken);
            return
            [
                new("alerts", open == 0 ? "none open" : $"{open} open", open == 0 ? "good" : "warn"),
                new("backup", backup is { } at ? $"{TimeZoneInfo.ConvertTime(at, time.LocalTimeZone):yyyy-MM-dd HH:mm}" : "none known", backup > time.GetUtcNow() - BackupAge ? "good" : "warn"),
            ];
        }
        catch (StoreException fault)
        {
            return [new("alerts", fault.Message, "bad")];
        }
    }

    /// <summary>When the last backup was made; null for never.</summary>
    // A backup beside a running kiosk cannot write the audit: then the nightly folder tells.
    public async Task<DateTimeOffset?> LastBackupAsync(CancellationToken cancellationToken)
    {
        // What a clock that was ahead has dated would count as new until then.
        var latest = time.GetUtcNow().AddDays(1);
        var audited = (await store.Audit.ListOfAsync("store.backed-up", MostDates, cancellationToken)).Select(entry => (DateTimeOffset?)entry.At).FirstOrDefault(at => at <= latest);
        try
        {
            var nightly = Directory.Exists(options.BackupFolder) ? new DirectoryInfo(options.BackupFolder).EnumerateFiles("*.db").Select(file => (DateTimeOffset?)file.LastWriteTimeUtc).Where(at => at <= latest).Max() : null;
            return audited is null || nightly > audited ? nightly : audited;
        }
        catch (UnauthorizedAccessException)
        {
            return audited;
        }
    }

    /// <summary>The versions of what runs here.</summary>
    public static IEnumerable<(string What, string Version)> Versions() =>
    [
        ("AccessKiosk", typeof(HealthNow).Assembly.GetName().Version?.ToString(3) ?? "?"),
        (".NET", RuntimeInformation.FrameworkDescription.Replace(".NET ", "", StringComparison.Ordinal)),
        ("System", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}"),
    ];
}
