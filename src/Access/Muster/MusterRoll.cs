using AccessKiosk.Access.Doors;
using AccessKiosk.Access.Lanes;
using AccessKiosk.Access.Policy;
using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Storage;

namespace AccessKiosk.Access.Muster;

/// <summary>Tells who is where, now or at a past moment, from what anti-passback remembers.</summary>
/// <param name="store">The people and their passages.</param>
/// <param name="memory">Where they are now.</param>
/// <param name="rules">The places.</param>
/// <param name="cameras">Which way each door is read.</param>
/// <param name="doors">The doors.</param>
/// <param name="time">The clock.</param>
public sealed class MusterRoll(KioskStore store, PersistedAccessState memory, SiteRules rules, LaneSet cameras, DoorSet doors, TimeProvider time)
{
    /// <summary>The list of a moment.</summary>
    /// <param name="at">The moment; null, or one that is still to come: now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public async Task<MusterList> AtAsync(DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var past = at < now ? at : null;
        var safe = (await store.Muster.SafeAsync(cancellationToken)).ToDictionary(mark => mark.Person);
        // What is remembered now waits for no disk.
        var where = past is { } then
            ? (await store.Muster.PlacesAsync(then, cancellationToken)).ToDictionary(passage => passage.Person, passage => new Presence(passage.Zone!, passage.At))
            : memory.State.Presences.ToDictionary(one => new PersonId(one.Key), one => one.Value);
        var (placed, unplaced) = (new List<(string Zone, MusterPerson Person)>(), new List<MusterPerson>());
        foreach (var person in store.People.List())
        {
            var mark = safe.GetValueOrDefault(person.Id);
            if (where.TryGetValue(person.Id, out var presence))
                placed.Add((presence.Zone, new(person, presence.Since, mark)));
            else if (person.Status is PersonStatus.Active && person.CreatedAt <= (past ?? now))
                unplaced.Add(new(person, null, mark));
        }

        return new(past ?? now, Places(placed), unplaced, await store.Muster.FirstAsync(cancellationToken));
    }

    private List<MusterPlace> Places(List<(string Zone, MusterPerson Person)> placed)
    {
        var people = placed.ToLookup(one => one.Zone, one => one.Person, Place.Comparer);
        var followed = rules.Active.Model.Doors.Where(door => door.AntiPassback is not AntiPassback.None).ToList();
        var names = followed.SelectMany(door => new[] { door.ToZone, door.FromZone }).OfType<string>().Concat(placed.Select(one => one.Zone)).Distinct(Place.Comparer);
        return
        [
            .. names.Select(name => (Name: name, IsOutside: followed.Exists(door => Place.Same(door.FromZone, name)) && !followed.Exists(door => Place.Same(door.ToZone, name))))
                .OrderBy(place => place.IsOutside).ThenBy(place => place.Name, StringComparer.OrdinalIgnoreCase)
                .Select(place => new MusterPlace(place.Name, place.IsOutside, [.. people[place.Name]], [.. Doubts(place.Name)])),
        ];
    }

    private IEnumerable<PlaceDoubt> Doubts(string place)
    {
        foreach (var door in rules.Active.Model.Doors)
        {
            var leadsIn = Place.Same(door.ToZone, place);
            if (!leadsIn && !Place.Same(door.FromZone, place))
                continue;
            if (door.AntiPassback is AntiPassback.None)
            {
                yield return new(door.Name, PlaceDoubtKind.NotFollowed);
                continue;
            }

            var read = cameras.Lanes.Where(lane => string.Equals(lane.Door.Name, door.Name, StringComparison.OrdinalIgnoreCase)).Select(lane => lane.Direction).ToHashSet();
            if (!read.Contains(leadsIn ? DoorDirection.Out : DoorDirection.In))
                yield return new(door.Name, PlaceDoubtKind.ExitUnseen);
            if (!read.Contains(leadsIn ? DoorDirection.In : DoorDirection.Out))
                yield return new(door.Name, PlaceDoubtKind.EntryUnseen);
            if (doors[door.Name] is { HasContact: false })
                yield return new(door.Name, PlaceDoubtKind.NoContact);
        }
    }
}
