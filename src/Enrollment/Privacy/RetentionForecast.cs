using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Renewal;
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
            async (db, token) => new RetentionForecast(
                await CountAsync(db.Events, async before => await DueRows.Events(db, before, await DueRows.YoungAsync(db, before, token)).CountAsync(token), options.Events),
                await CountAsync(db.Alerts.Where(row => row.Picture != null), before => DueRows.Pictures(db, before).CountAsync(token), options.SpoofPictures),
                await CountAsync(RenewalStore.Waiting(db), before => RenewalStore.Waiting(db).CountAsync(row => row.CreatedAt < before, token), options.Renewals),
                await CountAsync(
                    db.References.Select(row => row.PersonId).Distinct(),
                    async before => (await DueRows.CapturedAsync(db, before, token)).Count(person => DueRows.IsUnseen(people, new(person), before)), options.InactiveReferences),
                await db.Passages.CountAsync(token), await db.Consents.CountAsync(token), await db.Audit.CountAsync(token)),
            cancellationToken);

        async Task<KeptCount> CountAsync<T>(IQueryable<T> stored, Func<DateTimeOffset, Task<int>> due, TimeSpan kept) =>
            new(await stored.CountAsync(cancellationToken), await due(now - kept), await due(now - kept + Week));
    }
}
