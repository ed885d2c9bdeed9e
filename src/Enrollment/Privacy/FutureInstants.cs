using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Enrollment.Privacy;

/// <summary>
/// Instants that a wrong clock put into the future are taken for now once the clock is sane, so that what they belong to
/// ages like everything else.
/// </summary>
internal static class FutureInstants
{
    private static readonly TimeSpan Slack = TimeSpan.FromDays(1);

    public static Task TakeForNowAsync(StoreCore core, CancellationToken cancellationToken) => core.WriteAsync(
        async (work, token) =>
        {
            var (now, future) = (work.Now, work.Now + Slack);
            var events = await work.Db.Events.Where(row => row.At > future).ExecuteUpdateAsync(set => set.SetProperty(row => row.At, now), token);
            var alerts = await work.Db.Alerts.Where(row => row.At > future).ExecuteUpdateAsync(set => set.SetProperty(row => row.At, now), token);
            var references = await work.Db.References.Where(row => row.CreatedAt > future).ExecuteUpdateAsync(set => set.SetProperty(row => row.CreatedAt, now), token);
            var renewals = await work.Db.Renewals.Where(row => row.CreatedAt > future).ExecuteUpdateAsync(set => set.SetProperty(row => row.CreatedAt, now), token);
            references += await work.Db.References.Where(row => row.CapturedAt > future).ExecuteUpdateAsync(set => set.SetProperty(row => row.CapturedAt, now), token);
            await work.Db.Renewals.Where(row => row.CapturedAt > future).ExecuteUpdateAsync(set => set.SetProperty(row => row.CapturedAt, now), token);
            await work.Db.Database.ExecuteSqlAsync($"UPDATE OR REPLACE passages SET At = {now.ToUnixTimeMilliseconds()} WHERE At > {future.ToUnixTimeMilliseconds()}", token);
            var seen = await work.Db.People.Where(row => row.LastSeenAt > future || row.CreatedAt > future).Select(row => row.Id).ToListAsync(token);
            // A muster lists who was there at its moment.
            await work.Db.People.Where(row => row.CreatedAt > future).ExecuteUpdateAsync(set => set.SetProperty(row => row.CreatedAt, now), token);
            await work.Db.People.Where(row => row.LastSeenAt > future).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastSeenAt, (DateTimeOffset?)now), token);
            foreach (var person in seen)
                work.Touch(new(person));
            if (events + alerts + references + renewals + seen.Count > 0)
                work.Audit("system", "clock.future-instants-taken-for-now", null, new { events, alerts, references, renewals, people = seen.Count });
        },
        cancellationToken);
}
