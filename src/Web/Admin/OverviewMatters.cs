using System.Security.Claims;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Web.People;
using AccessKiosk.Web.People.Guided;
using AccessKiosk.Web.People.Import;
using AccessKiosk.Web.Security;

namespace AccessKiosk.Web.Admin;

/// <summary>Everything that needs somebody's attention, the most urgent first.</summary>
internal sealed class OverviewMatters(DoorMatters doors, SystemMatters system, KioskStore store, EnrollmentService enrolments, ImportService imports)
{
    /// <summary>What somebody may see, and how much else there is.</summary>
    /// <param name="user">The operator.</param>
    /// <param name="people">How many people are in which state.</param>
    /// <param name="isFollowing">The page is open and asks again.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(IReadOnlyList<Matter> Seen, int Others)> ListAsync(ClaimsPrincipal user, PeopleCounts people, bool isFollowing, CancellationToken cancellationToken)
    {
        Matter[] all = [.. doors.List(), .. await StoredAsync(isFollowing, cancellationToken), .. Of(people), .. Now()];
        Matter[] seen = [.. all.Where(matter => Permissions.Allows(user, matter.Permission)).OrderBy(matter => matter.Urgency)];
        return (seen, all.Length - seen.Length);
    }

    private async Task<IEnumerable<Matter>> StoredAsync(bool isFollowing, CancellationToken cancellationToken)
    {
        try
        {
            return [.. await AlertsAsync(cancellationToken), .. await PicturesAsync(cancellationToken), .. await system.ListAsync(isFollowing, cancellationToken)];
        }
        catch (StoreException fault)
        {
            // The doors are known without the record, and matter more.
            return [new(Urgency.Fault, fault.Message, "/admin/health", Permissions.ManageSystem)];
        }
    }

    private async Task<IEnumerable<Matter>> AlertsAsync(CancellationToken cancellationToken)
    {
        var open = await store.Alerts.CountUnreviewedAsync(cancellationToken);
        return open == 0 ? [] : [new(Urgency.Fault, $"{open} suspected attack{(open == 1 ? " waits" : "s wait")} for a verdict.", "/review", Permissions.ReviewAlerts)];
    }

    private async Task<IEnumerable<Matter>> PicturesAsync(CancellationToken cancellationToken)
    {
        var sent = await store.Remote.CountSentAsync(cancellationToken);
        return sent == 0 ? [] : [new(Urgency.Check, $"{(sent == 1 ? "The pictures of 1 person wait" : $"The pictures of {sent} people wait")} to be looked at.", "/admin/people/pictures", Permissions.ManagePeople)];
    }

    private static IEnumerable<Matter> Of(PeopleCounts counts)
    {
        if (counts.People == 0)
            yield return new(Urgency.ToDo, "Nobody is known to this kiosk yet.", "/admin/enrol", Permissions.ManagePeople);
        foreach (var (count, words, filter) in new[]
        {
            (counts.Reenrol, "must enrol again: the door does not know their faces any more", PeopleFilter.Reenrol),
            (counts.Expiring, "will not be admitted any more within 14 days", PeopleFilter.Expiring),
            (counts.Expired, "no longer admitted; erase people who have left", PeopleFilter.Expired),
        })
        {
            if (count > 0)
                yield return new(Urgency.Check, $"{(count == 1 ? "1 person" : $"{count:N0} people")} {words}.", $"/admin/people?state={filter}", Permissions.ManagePeople);
        }
    }

    private IEnumerable<Matter> Now()
    {
        if (enrolments.Current is { } visit)
            yield return new(Urgency.Now, $"{visit.Plan.By} is enrolling somebody at the camera {visit.Plan.Lane.Name}.", null, Permissions.ManagePeople);
        if (imports.Current is { } import)
            yield return new(Urgency.Now, import.Phase is ImportPhase.Running ? "An import is running." : "An import's report waits to be read.", "/admin/people/import", Permissions.ManagePeople);
    }
}
