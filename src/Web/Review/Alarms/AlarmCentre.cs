using System.Text.Json;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage.Events;
using AccessKiosk.Storage.Records;

namespace AccessKiosk.Web.Review.Alarms;

/// <summary>Alarms and faults that nobody has acknowledged yet. Acknowledging is audited, outlives a restart and can be undone.</summary>
internal sealed class AlarmCentre(KioskStore store, TimeProvider time)
{
    private const string Setting = "acknowledged-alarms";
    private const int MostEvents = 2000;
    private const int Kept = 200;
    private static readonly TimeSpan Reach = TimeSpan.FromDays(30);

    /// <summary>What is open, the newest first.</summary>
    public async Task<IReadOnlyList<AlarmBundle>> OpenAsync(CancellationToken cancellationToken)
    {
        var done = (await DoneAsync(cancellationToken)).GroupBy(one => one.Kind).ToDictionary(same => same.Key, same => same.Max(one => one.UpTo));
        var events = new List<AccessEvent>();
        foreach (var severity in new[] { EventSeverity.Alarm, EventSeverity.Fault })
            events.AddRange((await store.Events.QueryAsync(new() { Kind = SnakeCase.Name(severity), From = time.GetUtcNow() - Reach, Limit = MostEvents }, cancellationToken)).Where(happened => happened.Severity == severity));
        return
        [
            .. events.Where(happened => happened.Sequence > done.GetValueOrDefault(AlarmKind.Of(happened)))
                .GroupBy(AlarmKind.Of)
                .Select(same => new AlarmBundle(same.Key, [.. same.OrderBy(happened => happened.Sequence)]))
                .OrderByDescending(bundle => bundle.Last.Sequence),
        ];
    }

    /// <summary>What was acknowledged, the newest first.</summary>
    public async Task<IReadOnlyList<Acknowledgement>> DoneAsync(CancellationToken cancellationToken) => Read(await store.Settings.FindAsync(Setting, cancellationToken));

    /// <summary>Somebody takes note of some kinds of alarms, up to those that they saw.</summary>
    /// <param name="seen">The kinds, each with the place of the newest alarm that was shown.</param>
    /// <param name="note">A remark; null for none.</param>
    /// <param name="by">Who.</param>
    /// <param name="cancellationToken">Gives up before the change.</param>
    /// <returns>How many alarms.</returns>
    public async Task<int> AcknowledgeAsync(IReadOnlyDictionary<AlarmKind, long> seen, string? note, string by, CancellationToken cancellationToken)
    {
        var stored = await store.Settings.FindAsync(Setting, cancellationToken);
        // What came while somebody read is not seen; it stays open.
        var fresh = (await OpenAsync(cancellationToken)).Where(bundle => seen.ContainsKey(bundle.Kind))
            .Select(bundle => (bundle.Kind, Alarms: bundle.Alarms.Where(happened => happened.Sequence <= seen[bundle.Kind]).ToList()))
            .Where(bundle => bundle.Alarms.Count > 0)
            .Select(bundle => new Acknowledgement(bundle.Kind, bundle.Alarms[^1].Sequence, bundle.Alarms.Count, by, time.GetUtcNow(), note)).ToList();
        if (fresh.Count == 0)
            return 0;
        await WriteAsync([.. fresh, .. Read(stored)], stored, by, $"{fresh.Sum(one => one.Count)} alarms acknowledged", cancellationToken);
        foreach (var one in fresh)
            await store.Audit.AppendAsync(by, "alarm.acknowledged", one.Kind.Door, new { code = one.Kind.Code, camera = one.Kind.Camera, count = one.Count, note }, cancellationToken);
        return fresh.Sum(one => one.Count);
    }

    /// <summary>Takes an acknowledgement back: its alarms are open again.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> UndoAsync(AlarmKind kind, long upTo, string by, CancellationToken cancellationToken)
    {
        var stored = await store.Settings.FindAsync(Setting, cancellationToken);
        var done = Read(stored);
        var left = done.Where(one => one.Kind != kind || one.UpTo != upTo).ToList();
        if (left.Count == done.Count)
            return false;
        await WriteAsync(left, stored, by, "an acknowledgement was taken back", cancellationToken);
        await store.Audit.AppendAsync(by, "alarm.reopened", kind.Door, new { code = kind.Code, camera = kind.Camera }, cancellationToken);
        return true;
    }

    // The newest of every kind is kept in any case.
    private Task<StoredSetting> WriteAsync(IReadOnlyList<Acknowledgement> done, StoredSetting? stored, string by, string summary, CancellationToken cancellationToken)
    {
        var kept = done.Take(Kept).Concat(done.Skip(Kept).GroupBy(one => one.Kind).Select(same => same.MaxBy(one => one.UpTo)!).Where(one => time.GetUtcNow() - one.At < Reach));
        return store.Settings.WriteAsync(Setting, JsonSerializer.Serialize(kept, JsonSerializerOptions.Web), stored?.Version ?? 0, by, summary, cancellationToken);
    }

    private static List<Acknowledgement> Read(StoredSetting? stored)
    {
        try
        {
            return stored is null ? [] : JsonSerializer.Deserialize<List<Acknowledgement>>(stored.Text, JsonSerializerOptions.Web) ?? [];
        }
        catch (JsonException)
        {
            // Damaged: then every alarm is open again.
            return [];
        }
    }
}
