using AccessKiosk.Enrollment.People;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Enrollment.Privacy;

/// <summary>What has been kept long enough: for the purge that removes it, and for those who ask beforehand.</summary>
internal static class DueRows
{
    /// <summary>Where the record begins to be young. Its order is sure, the times in it are not: what was recorded after a young event is young.</summary>
    public static async Task<long> YoungAsync(KioskDb db, DateTimeOffset before, CancellationToken cancellationToken) =>
        await db.Events.Where(row => row.At >= before).MinAsync(row => (long?)row.Sequence, cancellationToken) ?? long.MaxValue;

    /// <summary>Events from before a moment, where the record is not young yet.</summary>
    public static IQueryable<EventRow> Events(KioskDb db, DateTimeOffset before, long young) => db.Events.Where(row => row.At < before && row.Sequence < young);

    /// <summary>Alerts from before a moment that have a picture.</summary>
    public static IQueryable<AlertRow> Pictures(KioskDb db, DateTimeOffset before) => db.Alerts.Where(row => row.At < before && row.Picture != null);

    /// <summary>People none of whose references is younger than a moment.</summary>
    public static Task<List<Guid>> CapturedAsync(KioskDb db, DateTimeOffset before, CancellationToken cancellationToken) =>
        db.References.AsNoTracking().GroupBy(row => row.PersonId).Where(group => group.Max(row => row.CreatedAt) < before).Select(group => group.Key).ToListAsync(cancellationToken);

    /// <summary>Whether a person is known and was not seen since a moment.</summary>
    public static bool IsUnseen(PeopleDirectory people, PersonId person, DateTimeOffset since) => people.Find(person) is { } known && !(known.LastSeenAt >= since);
}
