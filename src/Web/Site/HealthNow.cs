using System.Diagnostics;
using System.Runtime.InteropServices;
using AccessKiosk.Access.Lanes;
using AccessKiosk.Access.Site;
using AccessKiosk.Access.Supervision;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Hardware.Watchdogs;
using AccessKiosk.Recognition;
using AccessKiosk.Storage;
using AccessKiosk.Web.Security;

namespace AccessKiosk.Web.Site;

/// <summary>One line of the health page.</summary>
/// <param name="Id">Where it goes.</param>
/// <param name="Text">What is shown.</param>
/// <param name="State">good, warn or bad: whether somebody should look.</param>
internal sealed record HealthLine(string Id, string Text, string State);

/// <summary>What the health page shows, gathered when it is asked for; slow parts are kept for ten seconds.</summary>
internal sealed class HealthNow(LiveKiosk kiosk) : IDisposable
{
    private const long Megabyte = 1L << 20;
    private static readonly TimeSpan SlowAge = TimeSpan.FromSeconds(10);
    private static readonly string Backups = "/var/backups/accesskiosk";

    private readonly SemaphoreSlim _gate = new(1, 1);
    private (long At, IReadOnlyList<HealthLine> Lines)? _slow;

    /// <summary><c>GET /admin/health/now</c>.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/admin/health/now", async (HealthNow health, CancellationToken cancellationToken) => Results.Json(await health.LinesAsync(cancellationToken)))
            .RequireAuthorization(Permissions.ManageSystem);

    /// <summary>Every line.</summary>
    public async Task<IReadOnlyList<HealthLine>> LinesAsync(CancellationToken cancellationToken) =>
        [.. kiosk.Lanes.SelectMany(Camera), .. Doors(), Services(), .. Machine(), .. await SlowAsync(cancellationToken)];

    public void Dispose() => _gate.Dispose();

    /// <summary>The identifier of a camera's line.</summary>
    public static string Id(Lane lane, string line) => $"{line}-{lane.Name}";

    private static IEnumerable<HealthLine> Camera(Lane lane)
    {
        var (moment, meter) = (lane.View.Moment, lane.Meter);
        var fault = moment.CameraFault;
        yield return new(Id(lane, "camera"), fault is null ? lane.Camera?.Description ?? "not open" : fault, fault is null ? "good" : "bad");
        yield return new(Id(lane, "picture"), moment.FrameWidth > 0 ? $"{moment.FrameWidth} × {moment.FrameHeight}" : "none yet", "good");
        yield return new(Id(lane, "fps"), $"{meter.FramesPerSecond:0.0} frames a second", meter.FramesPerSecond >= 5 ? "good" : "warn");
        yield return new(Id(lane, "work"), $"{meter.Milliseconds:0.0} ms a frame", meter.Milliseconds < 100 ? "good" : "warn");
        yield return new(Id(lane, "stages"), string.Join(", ", Enum.GetValues<RecognitionStage>().Select(stage => $"{stage.ToString().ToLowerInvariant()} {lane.Stages[stage]:0.0}")) + " ms, where they run", "good");
        yield return new(Id(lane, "dropped"), $"{lane.Dropped:N0} of {lane.Dropped + lane.Frames:N0} frames", "good");
        yield return new(Id(lane, "watchers"), $"{lane.View.Watchers}", "good");
    }

    private IEnumerable<HealthLine> Doors() => kiosk.Doors.Doors.Select(door =>
    {
        var state = door.State;
        var good = state.Mode is Hardware.Doors.DoorMode.Locked or Hardware.Doors.DoorMode.Unlocked or Hardware.Doors.DoorMode.HoldOpen && state.Leaf is Hardware.Doors.DoorLeaf.Closed or Hardware.Doors.DoorLeaf.Open;
        return new HealthLine($"door-{door.Name}", $"{state.Mode}, {(state.Leaf is Hardware.Doors.DoorLeaf.Closed ? "closed" : state.Leaf.ToString().ToLowerInvariant())}", good ? "good" : "bad");
    });

    private HealthLine Services()
    {
        var services = kiosk.Supervisor.Health;
        var failed = services.Where(service => service.State is not ServiceState.Running).ToList();
        return failed.Count == 0
            ? new("services", $"{services.Count} run, {services.Sum(service => service.Restarts)} restarts", "good")
            : new("services", string.Join("; ", failed.Select(service => $"{service.Name} {(service.State is ServiceState.Stopped ? "stopped" : "restarts")} ({service.Fault})")), "bad");
    }

    private IEnumerable<HealthLine> Machine()
    {
        using var process = Process.GetCurrentProcess();
        var up = kiosk.Time.GetUtcNow().UtcDateTime - process.StartTime.ToUniversalTime();
        yield return new("uptime", Words(up), "good");
        yield return new("memory", $"{process.WorkingSet64 / Megabyte:N0} MB, {process.Threads.Count} threads", "good");
        yield return CpuTemperature.Read() is { } degrees ? new("temperature", $"{degrees:0} °C", degrees < 85 ? "good" : "warn") : new("temperature", "not measured on this machine", "good");
        var drive = new DriveInfo(Path.GetFullPath(kiosk.Options.Store.Directory));
        yield return new("disk", $"{drive.AvailableFreeSpace / (double)(1L << 30):0.0} GB free", drive.AvailableFreeSpace > 1L << 30 ? "good" : "warn");
    }

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
            if (_slow is { } kept && kiosk.Time.GetElapsedTime(kept.At) < SlowAge)
                return kept.Lines;
            var lines = await StoreAsync(cancellationToken);
            _slow = (kiosk.Time.GetTimestamp(), lines);
            return lines;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<IReadOnlyList<HealthLine>> StoreAsync(CancellationToken cancellationToken)
    {
        var store = kiosk.Population.Store;
        try
        {
            var status = await store.StatusAsync(cancellationToken);
            var open = await store.Alerts.CountUnreviewedAsync(cancellationToken);
            var backup = await LastBackupAsync(store, cancellationToken);
            return
            [
                new("store", $"{status.People:N0} people, {status.References:N0} references, {status.Events:N0} events, {status.Bytes / Megabyte:N0} MB", "good"),
                new("audit", status.AuditReachesAnchor ? $"{status.AuditEntries:N0} entries, unbroken at start" : "touched while the kiosk was down: run: kiosk audit verify", status.AuditReachesAnchor ? "good" : "bad"),
                new("alerts", open == 0 ? "none open" : $"{open} open", open == 0 ? "good" : "warn"),
                new("clock", store.Clock.Read().Fault ?? $"{kiosk.Time.GetUtcNow():yyyy-MM-dd HH:mm} UTC", store.Clock.Read().IsSane ? "good" : "bad"),
                new("backup", backup is { } at ? $"{TimeZoneInfo.ConvertTime(at, kiosk.Site.Active.Zone):yyyy-MM-dd HH:mm}" : "none known", backup > kiosk.Time.GetUtcNow().AddDays(-2) ? "good" : "warn"),
            ];
        }
        catch (StoreException fault)
        {
            return [new("store", fault.Message, "bad")];
        }
    }

    // A backup beside a running kiosk cannot write the audit: then the nightly folder tells.
    private async Task<DateTimeOffset?> LastBackupAsync(KioskStore store, CancellationToken cancellationToken)
    {
        var audited = (await store.Audit.LatestAsync("store.backed-up", cancellationToken))?.At;
        try
        {
            var nightly = Directory.Exists(Backups) ? new DirectoryInfo(Backups).EnumerateFiles("*.db").Select(file => (DateTimeOffset?)file.LastWriteTimeUtc).Where(at => at <= kiosk.Time.GetUtcNow().AddDays(1)).Max() : null;
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
