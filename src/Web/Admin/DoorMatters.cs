using AccessKiosk.Access.Doors;
using AccessKiosk.Access.Lanes;
using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Web.Security;

namespace AccessKiosk.Web.Admin;

/// <summary>What is the matter with doors and cameras now.</summary>
internal sealed class DoorMatters(
    DoorSet doors, LaneSet cameras, HoldOpenClock holds, SiteRules rules, PersistedAccessState memory, EnrolledPopulation people, SiteTime time)
{
    private const string Doors = "/review/doors";
    private const string Health = "/admin/health";

    /// <summary>All of it.</summary>
    public IEnumerable<Matter> List() => [.. Lockdown(), .. doors.Doors.SelectMany(Of), .. doors.Doors.SelectMany(Barred), .. BarredPeople(), .. cameras.Lanes.SelectMany(Of), .. Simulated()];

    private IEnumerable<Matter> Lockdown()
    {
        var closed = doors.Doors.Where(door => door.State.Has(DoorConditions.Lockdown)).ToList();
        if (closed.Count == 0)
            yield break;
        // The way out is stronger.
        var locked = closed.Where(door => !door.State.Has(DoorConditions.Emergency)).Select(door => door.Name).ToList();
        yield return Seen(Urgency.Alarm, locked.Count == 0
            ? "A lockdown is on, but the emergency release holds its doors unlocked."
            : $"Lockdown: {(locked.Count == doors.Doors.Count ? "every door" : string.Join(", ", locked))} stays locked until somebody ends it.");
    }

    private IEnumerable<Matter> Of(Door door)
    {
        var state = door.State;
        if (state.Leaf is DoorLeaf.Forced)
            yield return Seen(Urgency.Alarm, $"{door.Name} was forced open.");
        if (state.Leaf is DoorLeaf.HeldAlarm)
            yield return Seen(Urgency.Alarm, $"{door.Name} has been open for too long.");
        if (state.Leaf is DoorLeaf.HeldWarning)
            yield return Seen(Urgency.Check, $"{door.Name} is open for longer than it should be.");
        if (state.Has(DoorConditions.Emergency))
            yield return Seen(Urgency.Alarm, $"The emergency release holds {door.Name} unlocked.");
        if (state.Has(DoorConditions.Tamper))
            yield return Seen(Urgency.Alarm, $"The case at {door.Name} was opened: nobody is let in there.");
        if (state.Has(DoorConditions.Fault))
            yield return new(Urgency.Fault, $"{door.Name} does not work: its lock cannot be driven, and it stays locked.", Health, Permissions.ManageSystem);
        else if (state.Has(DoorConditions.GrantsBarred | DoorConditions.FacesBarred))
            yield return new(Urgency.Fault, $"Nobody is let in at {door.Name} by face: a camera, an input or the record has a fault. Exit button and operators still open it.", Health, Permissions.ManageSystem);
        if (holds.Until(door.Name) is { } until)
            yield return Seen(Urgency.Check, $"An operator holds {door.Name} open for anybody until {time.TimeOfDay(until)}.");
        else if (state.Mode is DoorMode.HoldOpen)
            yield return Seen(Urgency.Now, $"{door.Name} is held open for anybody by its schedule.");
    }

    private IEnumerable<Matter> Barred(Door door)
    {
        if (rules.Book.Current.BarredPads(door.Name, memory.Steady(time.Now), memory.State).Any())
            yield return Seen(Urgency.Fault, $"Number and PIN are not accepted at {door.Name} for a while: too many wrong ones.");
    }

    private IEnumerable<Matter> BarredPeople() => rules.Book.Current.BarredPins(memory.Steady(time.Now), memory.State)
        .Select(one => Seen(Urgency.Fault, $"The PIN of {people.NameOf(new(one.Person)) ?? "somebody who was erased"} is not accepted for a while: too many wrong ones."));

    private IEnumerable<Matter> Of(Lane lane)
    {
        if (lane.View.Moment.CameraFault is { } fault)
            yield return new(Urgency.Fault, $"{(cameras.Lanes.Count > 1 ? $"Camera {lane.Name}" : "The camera")} gives no picture: {fault}", Health, Permissions.ManageSystem);
    }

    private IEnumerable<Matter> Simulated()
    {
        if (doors.Simulated is { Count: > 0 } simulated)
            yield return new(Urgency.ToDo, $"{(simulated.Count == doors.Doors.Count ? "The locks are simulated" : $"The locks of {string.Join(", ", simulated)} are simulated")}: no door moves until real lines are set up.", Health, Permissions.ManageSystem);
    }

    private static Matter Seen(Urgency urgency, string words) => new(urgency, words, Doors, Permissions.ViewEvents);
}
