using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Web.People.Alike;

/// <summary>Two people whom the doors could not tell apart.</summary>
/// <param name="First">One.</param>
/// <param name="Second">The other.</param>
/// <param name="Times">How often, as far as the record goes.</param>
/// <param name="Last">When last.</param>
internal sealed record AlikePair(Person First, Person Second, int Times, DateTimeOffset Last);

/// <summary>Pairs of people who are too alike, as the record tells: likely one person enrolled twice, unless staff say that they are two.</summary>
internal sealed class AlikePeople(KioskStore store)
{
    private readonly DifferentPeople _different = new(store);

    /// <summary>The pairs that nobody has marked as different, the most frequent first.</summary>
    public async Task<IReadOnlyList<AlikePair>> ListAsync(CancellationToken cancellationToken)
    {
        var different = await _different.ListAsync(cancellationToken);
        var pairs = new Dictionary<(PersonId First, PersonId Second), (int Times, DateTimeOffset Last)>();
        await foreach (var happened in store.Events.StreamAsync(new() { Reason = ReasonCode.TooAlike }, cancellationToken))
        {
            // The newest comes first.
            foreach (var pair in Pairs(happened.Alike ?? []))
                pairs[pair] = pairs.TryGetValue(pair, out var known) ? known with { Times = known.Times + 1 } : (1, happened.At);
        }

        return
        [
            .. from pair in pairs
               where !different.Contains(pair.Key)
               let people = (First: store.People.Find(pair.Key.First), Second: store.People.Find(pair.Key.Second))
               where people.First is not null && people.Second is not null
               orderby pair.Value.Times descending
               select new AlikePair(people.First, people.Second, pair.Value.Times, pair.Value.Last),
        ];
    }

    /// <summary>Staff say that they are two people; audited.</summary>
    public Task MarkDifferentAsync(PersonId first, PersonId second, string by, CancellationToken cancellationToken) => _different.MarkAsync(first, second, by, cancellationToken);

    /// <summary>
    /// Staff say that they are one person: <paramref name="keep"/> gets the groups of the other, unless those were limited to a
    /// shorter time, number and PIN where there is none, and is suspended if either was; the other is erased. Each step is audited.
    /// </summary>
    /// <exception cref="StoreException">One of them does not exist any more, or it cannot be stored.</exception>
    public async Task MergeAsync(PersonId keep, PersonId erase, string by, CancellationToken cancellationToken)
    {
        var (kept, other) = (Require(keep), Require(erase));
        // What is limited in time must not outlast it in another's name.
        if (IsNoLonger(kept, other))
            await store.People.SetGroupsAsync(keep, [.. kept.Groups.Union(other.Groups)], by, cancellationToken);
        if (!kept.HasPin && store.People.PinOf(erase) is { } pin)
            await store.People.SetPinAsync(keep, pin.Pin, pin.Duress, by, cancellationToken);
        if (kept.Status is PersonStatus.Active && other.Status is not PersonStatus.Active)
            await store.People.SetStatusAsync(keep, other.Status, by, cancellationToken);
        await store.Privacy.EraseAsync(erase, by, cancellationToken);
        // Not before: a number is one person's.
        if (kept.ExternalId is null && other.ExternalId is { } number)
            await store.People.SetExternalIdAsync(keep, number, by, cancellationToken);
    }

    private bool IsNoLonger(Person kept, Person other) =>
        (other.ValidUntil is null || kept.ValidUntil <= other.ValidUntil)
        && (other.ValidFrom is null || other.ValidFrom <= kept.ValidFrom || other.ValidFrom <= store.Clock.Read().Now);

    private static IEnumerable<(PersonId First, PersonId Second)> Pairs(IReadOnlyList<PersonId> people) =>
        people.Index().SelectMany(one => people.Skip(one.Index + 1).Select(other => DifferentPeople.Pair(one.Item, other)));

    private Person Require(PersonId id) => store.People.Find(id) ?? throw new StoreException(StoreFault.NotFound, "One of the two was erased meanwhile.");
}
