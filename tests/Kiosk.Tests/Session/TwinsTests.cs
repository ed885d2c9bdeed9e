using AccessKiosk.Access.Doors;
using AccessKiosk.Access.Gate;
using AccessKiosk.Access.Policy;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio.Simulated;
using AccessKiosk.Hardware.Timing;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Events;
using Microsoft.Extensions.Time.Testing;

namespace AccessKiosk.Kiosk.Tests.Session;

/// <summary>A face that fits two enrolled people, at a door that asks nobody else for a PIN.</summary>
public sealed class TwinsTests : IDisposable
{
    private static readonly PersonId Ada = PersonId.New();
    private static readonly PersonId Bea = PersonId.New();

    private readonly HashSet<PersonId> _withPin = [Ada, Bea];
    private readonly FakeTimeProvider _time = new(new(2026, 3, 18, 9, 0, 0, TimeSpan.Zero));
    private readonly DoorClock _clock = new();
    private readonly SimulatedGpio _gpio;
    private readonly Door _door;
    private readonly Gatekeeper _gate;

    public TwinsTests()
    {
        _gpio = new(_clock);
        _door = Door.Open(new() { Name = "main", Relay = "relay", Pulse = TimeSpan.FromSeconds(30) }, _gpio, _clock);
        var doorway = new DoorContext(_door, new(DefaultAccessModel.Model("main")), new());
        _gate = new(doorway, doorway.Cameras.Add("main"), DoorDirection.In, id => new() { Id = id.Value, Groups = [DefaultAccessModel.Group], HasPin = _withPin.Contains(id) }, _time);
    }

    public void Dispose()
    {
        _door.Dispose();
        _gpio.Dispose();
        _clock.Dispose();
    }

    [Fact]
    public void Their_PIN_says_who_it_is_and_opens()
    {
        Assert.Equal((AccessOutcome.AskPin, ReasonCode.TooAlike), (Look().Outcome, Look().Reason));
        Assert.True(_gate.Ask(_gate.Awaited!, Bea, PinAnswer.Right).Open);
        Assert.True(_gpio.IsActive("relay"));
    }

    [Fact]
    public void A_wrong_PIN_opens_nothing_though_the_door_asks_others_for_none()
    {
        Look();
        Assert.Equal((AccessOutcome.Deny, ReasonCode.WrongPin), (_gate.Ask(_gate.Awaited!, null, PinAnswer.Wrong).Outcome, _gate.Ask(_gate.Awaited!, null, PinAnswer.Wrong).Reason));
        Assert.False(_gpio.IsActive("relay"));
    }

    [Fact]
    public void Wrong_PINs_count_for_both()
    {
        Look();
        for (var attempt = 1; attempt <= 5; attempt++)
            _gate.Ask(_gate.Awaited!, null, PinAnswer.Wrong);
        Assert.Equal((AccessOutcome.Deny, ReasonCode.TooAlike), (Look().Outcome, Look().Reason));
        Assert.Null(_gate.Awaited);
    }

    [Fact]
    public void Where_only_one_of_them_has_a_PIN_that_one_opens_and_a_wrong_one_does_not()
    {
        _withPin.Remove(Bea);
        Look();
        Assert.False(_gate.Ask(_gate.Awaited!, null, PinAnswer.Wrong).Open);
        Assert.True(_gate.Ask(_gate.Awaited!, Ada, PinAnswer.Right).Open);
    }

    [Fact]
    public void Without_a_PIN_they_are_refused_for_what_it_is()
    {
        _withPin.Clear();
        Assert.Equal(new(AccessOutcome.Deny, ReasonCode.TooAlike), Look());
        Assert.Null(_gate.Awaited);
    }

    [Fact]
    public void A_lockdown_is_told_as_such_and_asks_nobody_for_a_PIN()
    {
        _door.SetLockdown(true, "Rita");
        Assert.Equal(new(AccessOutcome.Deny, ReasonCode.Lockdown), Look());
        Assert.Null(_gate.Awaited);
    }

    [Fact]
    public void The_PIN_of_a_third_who_is_as_alike_opens_too()
    {
        var cleo = PersonId.New();
        _withPin.Clear();
        _withPin.Add(cleo);
        Assert.Equal(AccessOutcome.AskPin, Look(cleo).Outcome);
        Assert.Equal([cleo], _gate.Awaited!.People);
        Assert.True(_gate.Ask(_gate.Awaited!, cleo, PinAnswer.Right).Open);
    }

    private GateAnswer Look(params PersonId[] others) => _gate.Ask(new Decision(ReasonCode.TooAlike, 1, Ada, 0.8f, 0.5f, 0.9f, 5, TimeSpan.FromSeconds(1), default) { Alike = [Ada, Bea, .. others] });
}
