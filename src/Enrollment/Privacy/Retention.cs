using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Remote;
using AccessKiosk.Enrollment.Renewal;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Clock;
using AccessKiosk.Storage.Erasure;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Enrollment.Privacy;

/// <summary>
/// Removes what has been kept long enough, kind by kind, and says so in the audit. Only time that the store has witnessed
/// ages anything (<see cref="ClockReading.Safe"/>): nothing is destroyed because of one reading of the wall clock.
/// </summary>
internal static class Retention
{
    private const string Actor = "system";
    private const int Chunk = 5000;

    public static async Task<PurgeReport> PurgeAsync(
        StoreCore core, PeopleDirectory directory, RemoteEnrollmentStore remote, RetentionOptions options, CancellationToken cancellationToken)
    {
        if (options.Faults() is { Count: > 0 } faults)
            throw new StoreException(StoreFault.Invalid, string.Join(' ', faults));
        var clock = await core.Clock.ObserveAsync(cancellationToken);
        if (clock.IsSane)
            await FutureInstants.TakeForNowAsync(core, cancellationToken);
        var now = clock.Safe;
        var events = await PurgeEventsAsync(core, now - options.Events, cancellationToken);
        var pictures = await PurgePicturesAsync(core, now - options.SpoofPictures, cancellationToken);
        var (people, references) = await PurgeReferencesAsync(core, directory, now - options.InactiveReferences, cancellationToken);
        var report = await core.WriteAsync(
            async (work, token) =>
            {
                var before = now - options.Events;
                // Each person's last one says where they are since.
                await work.Db.Passages.Where(row => row.At < before && work.Db.Passages.Any(later => later.PersonId == row.PersonId && later.At > row.At && later.At <= before)).ExecuteDeleteAsync(token);
                var alerts = await work.Db.Alerts.Where(row => row.At < before && row.Picture == null).ExecuteDeleteAsync(token);
                var renewals = await RenewalStore.ExpireAsync(
                    work, now - options.Renewals, now - TimeSpan.FromTicks(Math.Max(options.Events.Ticks, RenewalRules.Month.Ticks)), token);
                await remote.ExpireAsync(work, now, token);
                var report = new PurgeReport(events, alerts, pictures, people, references, renewals) { ClockFault = clock.Fault };
                work.Audit(Actor, "retention.purged", null, report);
                return report;
            },
            cancellationToken);
        await core.Database.TruncateLogAsync(CancellationToken.None);
        return report;
    }

    // In chunks, so that a door's event never waits long for the purge.
    private static async Task<int> PurgeEventsAsync(StoreCore core, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var young = await core.ReadAsync((db, token) => DueRows.YoungAsync(db, before, token), cancellationToken);
        var total = 0;
        int purged;
        do
        {
            purged = await core.WriteAsync(
                async (work, token) =>
                {
                    var ids = DueRows.Events(work.Db, before, young).OrderBy(row => row.Sequence).Select(row => row.Id).Take(Chunk);
                    return await work.Db.Events.Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(token);
                },
                cancellationToken);
            total += purged;
        }
        while (purged == Chunk);
        return total;
    }

    private static Task<int> PurgePicturesAsync(StoreCore core, DateTimeOffset before, CancellationToken cancellationToken) =>
        core.WriteAsync(
            async (work, token) =>
            {
                var ids = await DueRows.Pictures(work.Db, before).Select(row => row.Id).ToListAsync(token);
                await DueRows.Pictures(work.Db, before).ExecuteUpdateAsync(set => set.SetProperty(row => row.Picture, (byte[]?)null), token);
                work.BeforeCommit = () => core.Keys.Release(ids);
                return ids.Count;
            },
            cancellationToken);

    private static async Task<(int People, int References)> PurgeReferencesAsync(
        StoreCore core, PeopleDirectory directory, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var captured = await core.ReadAsync((db, token) => DueRows.CapturedAsync(db, before, token), cancellationToken);
        var (people, references) = (0, 0);
        foreach (var person in captured.Select(id => new PersonId(id)))
        {
            if (!DueRows.IsUnseen(directory, person, before))
                continue;
            references += await core.WriteAsync(
                async (work, token) =>
                {
                    var count = await ReferenceDestruction.AddAsync(core.Keys, work, person, token);
                    work.Audit(Actor, "references.expired", person.ToString(), new { references = count });
                    return count;
                },
                cancellationToken);
            people++;
        }

        return (people, references);
    }
}
