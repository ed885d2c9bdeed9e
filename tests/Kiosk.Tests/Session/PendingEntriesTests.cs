using AccessKiosk.Storage.Events;
using AccessKiosk.Access.Doors;
using AccessKiosk.Access.Gate;
using AccessKiosk.Access.Policy;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio.Simulated;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Storage;
using Microsoft.Extensions.Time.Testing;

namespace AccessKiosk.Kiosk.Tests.Session;

/// <summary>When somebody who was granted counts as gone through.</summary>
public sealed class PendingEntriesTests : IDisposable
{
    private static readonly PersonId Ada = PersonId.New();
    private static readonly PersonId Bob = PersonId.New();

    private readonly FakeTimeProvider _time = new(new(2026, 3, 18, 9, 0, 0, TimeSpan.Zero));
    private readonly SimulatedGpio _gpio;
    private readonly List<Door> _doors = [];

    public PendingEntriesTests() => _gpio = new(_time);

    public void Dispose()
    {
        _doors.ForEach(door => door.Dispose());
        _gpio.Dispose();
    }

    [Fact]
    public void Without_a_contact_the_grant_counts()
    {
        var (doorway, gate) = Open(contact: "");
        Assert.True(Identify(gate, Ada).Open);
        Assert.Equal("house", Place(doorway, Ada));
        Assert.Equal(ReasonCode.AntiPassback, Identify(gate, Ada).Reason);
    }

    [Fact]
    public void Soft_anti_passback_lets_people_in_and_says_so()
    {
        var (_, gate) = Open(contact: "", AntiPassback.Soft);
        Assert.Null(Identify(gate, Ada).Reason);
        var again = Identify(gate, Ada);
        Assert.Equal((AccessOutcome.Grant, ReasonCode.AntiPassback), (again.Outcome, again.Reason));
    }

    [Fact]
    public void Whoever_was_granted_and_did_not_open_is_not_inside()
    {
        var (doorway, gate) = Open();
        Assert.True(Identify(gate, Ada).Open);
        Assert.Null(Place(doorway, Ada));
        _time.Advance(TimeSpan.FromSeconds(5.6));
        Assert.True(Identify(gate, Bob).Open);
        _gpio.Set("contact", true);
        Carry(doorway);
        Assert.Null(Place(doorway, Ada));
        Assert.Equal("house", Place(doorway, Bob));
    }

    [Fact]
    public void An_opening_lets_everybody_through_whom_the_running_pulse_was_given_to()
    {
        var (doorway, gate) = Open();
        Identify(gate, Ada);
        _time.Advance(TimeSpan.FromSeconds(3));
        Identify(gate, Bob);
        _time.Advance(TimeSpan.FromSeconds(4));
        _gpio.Set("contact", true);
        Carry(doorway);
        Assert.Equal(("house", "house"), (Place(doorway, Ada), Place(doorway, Bob)));
    }

    [Fact]
    public void Through_a_door_that_stands_open_already_the_grant_counts()
    {
        var (doorway, gate) = Open();
        Identify(gate, Ada);
        _gpio.Set("contact", true);
        Carry(doorway);
        Assert.True(Identify(gate, Bob).Open);
        Assert.Equal("house", Place(doorway, Bob));
    }

    [Fact]
    public void A_door_that_is_forced_or_opened_by_the_exit_button_later_counts_nobody()
    {
        var (doorway, gate) = Open();
        Identify(gate, Ada);
        _time.Advance(TimeSpan.FromMinutes(1));
        _gpio.Set("rex", true);
        _gpio.Set("contact", true);
        Carry(doorway);
        Assert.Null(Place(doorway, Ada));
        _gpio.Set("contact", false);
        _gpio.Set("rex", false);
        _time.Advance(TimeSpan.FromMinutes(1));
        Identify(gate, Ada);
        doorway.Door.SetLockdown(true, "Rita");
        _time.Advance(TimeSpan.FromSeconds(1));
        _gpio.Set("contact", true);
        Carry(doorway);
        Assert.Null(Place(doorway, Ada));
    }

    private (DoorContext DoorContext, Gatekeeper Gate) Open(string contact = "contact", AntiPassback antiPassback = AntiPassback.Hard)
    {
        var door = Door.Open(new() { Name = "main", Relay = "relay", Contact = contact, Rex = "rex" }, _gpio, _time);
        _doors.Add(door);
        var model = new AccessModel([new() { Name = "main", Permissions = [new(DefaultAccessModel.Group, null)], AntiPassback = antiPassback, FromZone = "street", ToZone = "house" }]);
        var doorway = new DoorContext(door, new(model), new());
        return (doorway, new(doorway, doorway.Cameras.Add("main"), DoorDirection.In, id => new() { Id = id.Value, Groups = [DefaultAccessModel.Group] }, _time));
    }

    // What the pump does, here on the test's own thread.
    private static void Carry(DoorContext doorway)
    {
        while (doorway.Door.Events.TryRead(out var happened))
            doorway.Hear(happened);
    }

    private static string? Place(DoorContext doorway, PersonId person) => doorway.Memory.State.Presences.TryGetValue(person.Value, out var presence) ? presence.Zone : null;

    private static GateAnswer Identify(Gatekeeper gate, PersonId person) => gate.Ask(new Decision(null, 1, person, 0.8f, 0.5f, 0.9f, 5, TimeSpan.FromSeconds(1), default));
}
