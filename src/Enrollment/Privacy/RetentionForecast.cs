using AccessKiosk.Enrollment.People;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Enrollment.Privacy;

/// <summary>How much of a kind of data there is, and how much of it the next purges remove.</summary>
/// <param name="Stored">How many are stored.</param>
/// <param name="DueNow">How many a purge would remove now.</param>
/// <param name="DueInAWeek">How many it would remove in a week, those included.</param>
public sealed record KeptCount(int Stored, int DueNow, int DueInAWeek);

/// <summary>What is stored and what is due, by the time that the store has witnessed.</summary>
/// <param name="Events">Events.</param>
/// <param name="Pictures">Pictures of suspected attacks.</param>
/// <param name="Renewals">Proposed renewals that nobody decided about.</param>
/// <param name="Faces">People with references.</param>
/// <param name="Passages">Records of where people were; they go with the events, but for the last of each person.</param>
/// <param name="Consents">Decisions about the use of faces.</param>
/// <param name="AuditEntries">Entries of the audit.</param>
public sealed record RetentionForecast(KeptCount Events, KeptCount Pictures, KeptCount Renewals, KeptCount Faces, int Passages, int Consents, int AuditEntries)
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    internal static Task<RetentionForecast> MakeAsync(StoreCore core, PeopleDirectory people, RetentionOptions options, CancellationToken cancellationToken)
    {
        var now = core.Clock.Read().Safe;
        return core.ReadAsync(
            async (db, token) =>
            {
                var captured = await db.References.GroupBy(row => row.PersonId).Select(group => new { group.Key, Last = group.Max(row => row.CreatedAt) }).ToListAsync(token);
                return new RetentionForecast(
                    new(await db.Events.CountAsync(token), await EventsAsync(now - options.Events), await EventsAsync(now - options.Events + Week)),
                    await CountAsync(db.Alerts.Where(row => row.Picture != null).Select(row => row.At), now - options.SpoofPictures, token),
                    await CountAsync(db.Renewals.Where(row => row.State == RenewalState.Waiting).Select(row => row.CreatedAt), now - options.Renewals, token),
                    new(captured.Count, Faces(now - options.InactiveReferences), Faces(now - options.InactiveReferences + Week)),
                    await db.Passages.CountAsync(token), await db.Consents.CountAsync(token), await db.Audit.CountAsync(token));

                // As the purge goes by it: what was recorded after a young event is young.
                async Task<int> EventsAsync(DateTimeOffset before)
                {
                    var young = await db.Events.Where(row => row.At >= before).MinAsync(row => (long?)row.Sequence, token) ?? long.MaxValue;
                    return await db.Events.CountAsync(row => row.At < before && row.Sequence < young, token);
                }

                int Faces(DateTimeOffset before) => captured.Count(one => one.Last < before && people.Find(new(one.Key)) is { } known && !(known.LastSeenAt >= before));
            },
            cancellationToken);
    }

    private static async Task<KeptCount> CountAsync(IQueryable<DateTimeOffset> times, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var later = before + Week;
        return new(await times.CountAsync(cancellationToken), await times.CountAsync(at => at < before, cancellationToken), await times.CountAsync(at => at < later, cancellationToken));
    }
}
