using AccessKiosk.Storage.Events;
using AccessKiosk.Access.Doors;
using AccessKiosk.Access.Gate;
using AccessKiosk.Access.Policy;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio.Simulated;
using AccessKiosk.Hardware.Timing;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Storage;
using Microsoft.Extensions.Time.Testing;

namespace AccessKiosk.Kiosk.Tests.Session;

/// <summary>The PIN as a second factor and alone, at a simulated door.</summary>
public sealed class GatekeeperTests : IDisposable
{
    private static readonly PersonId Ada = PersonId.New();
    private static readonly PersonId Bob = PersonId.New();

    private readonly FakeTimeProvider _time = new(new(2026, 3, 18, 9, 0, 0, TimeSpan.Zero));
    private readonly DoorClock _clock = new();
    private readonly SimulatedGpio _gpio;
    private readonly Door _door;
    private readonly Gatekeeper _gate;
    private bool _hasFace = true;

    public GatekeeperTests()
    {
        _gpio = new(_clock);
        _door = Door.Open(new() { Name = "main", Relay = "relay", Pulse = TimeSpan.FromSeconds(30) }, _gpio, _clock);
        var model = new AccessModel([new() { Name = "main", Permissions = [new(DefaultAccessModel.Group, null)], TwoFactorAlways = true, AllowPinOnly = true }]);
        var doorway = new DoorContext(_door, new(model), new());
        _gate = new(doorway, doorway.Cameras.Add("main"), DoorDirection.In, id => new() { Id = id.Value, Groups = [DefaultAccessModel.Group], HasPin = true, HasReferences = _hasFace }, _time);
    }

    public void Dispose()
    {
        _door.Dispose();
        _gpio.Dispose();
        _clock.Dispose();
    }

    [Fact]
    public void A_face_alone_leaves_the_door_shut_until_its_PIN_is_right()
    {
        Assert.Equal(AccessOutcome.AskPin, Identify(Ada).Outcome);
        Assert.False(_gpio.IsActive("relay"));
        Assert.True(_gate.Ask(_gate.Awaited!, Ada, PinAnswer.Right).Open);
        Assert.True(_gpio.IsActive("relay"));
        Assert.Null(_gate.Awaited);
    }

    [Fact]
    public void In_a_lockdown_the_rules_refuse_before_the_door_does_and_duress_is_still_heard()
    {
        Identify(Ada);
        var awaited = _gate.Awaited!;
        _door.SetLockdown(true, "Rita");
        Assert.Equal((AccessOutcome.Deny, ReasonCode.Lockdown), (Identify(Bob).Outcome, Identify(Bob).Reason));
        Assert.Null(_gate.Awaited);
        Assert.False(_gate.Ask(awaited, Ada, PinAnswer.Right).Open);
        Assert.True(_gate.Ask(Ada, PinAnswer.Duress, "hall") is { Open: false, Duress: true });
        _door.SetLockdown(false, "Rita");
        Assert.Equal(AccessOutcome.AskPin, Identify(Ada).Outcome);
    }

    [Fact]
    public void Whoever_tries_PINs_out_raises_an_alarm_with_the_third_back_off_in_a_row()
    {
        _hasFace = false;
        var alarms = new List<int>();
        for (var attempt = 1; attempt <= 20; attempt++)
        {
            if (_gate.Ask(Ada, PinAnswer.Wrong, "hall").Alarm is not null)
                alarms.Add(attempt);
            if (attempt % 5 == 0)
                _time.Advance(TimeSpan.FromMinutes(10));
        }

        Assert.Equal([15, 20], alarms);
    }

    [Fact]
    public void The_PIN_is_awaited_for_thirty_seconds_and_no_longer()
    {
        Identify(Ada);
        var awaited = _gate.Awaited!;
        _time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.NotNull(_gate.Awaited);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Null(_gate.Awaited);
        Assert.False(_gate.Ask(awaited, Ada, PinAnswer.Right).Open);
        Assert.False(_gpio.IsActive("relay"));
    }

    [Fact]
    public void The_right_PIN_for_an_earlier_face_is_worth_nothing_once_another_has_come()
    {
        Identify(Ada);
        var awaited = _gate.Awaited!;
        Identify(Bob);
        Assert.False(_gate.Ask(awaited, Ada, PinAnswer.Right).Open);
        _gate.Ask(Decision(ReasonCode.UnknownFace, null));
        Assert.Null(_gate.Awaited);
    }

    [Fact]
    public void A_wrong_PIN_may_be_typed_again_until_the_fifth_and_then_the_right_one_does_not_help()
    {
        Identify(Ada);
        for (var attempt = 1; attempt <= 5; attempt++)
            Assert.Equal(ReasonCode.WrongPin, _gate.Ask(_gate.Awaited!, Ada, PinAnswer.Wrong).Reason);
        Assert.Equal(ReasonCode.LockedOut, _gate.Ask(_gate.Awaited!, Ada, PinAnswer.Right).Reason);
        Assert.Null(_gate.Awaited);
        Assert.False(_gpio.IsActive("relay"));
    }

    [Fact]
    public void The_duress_PIN_opens_like_the_other_and_asks_for_the_silent_alarm()
    {
        Identify(Ada);
        Assert.True(_gate.Ask(_gate.Awaited!, Ada, PinAnswer.Duress) is { Open: true, Duress: true });
    }

    [Fact]
    public void A_duress_PIN_that_comes_too_late_opens_nothing_and_still_asks_for_the_silent_alarm()
    {
        Identify(Ada);
        var awaited = _gate.Awaited!;
        _time.Advance(Gatekeeper.PinTime);
        Assert.True(_gate.Ask(awaited, Ada, PinAnswer.Duress) is { Open: false, Duress: true });
        Assert.False(_gate.Ask(awaited, Ada, PinAnswer.Wrong).Duress);
    }

    [Fact]
    public void A_number_and_a_PIN_open_only_for_somebody_without_a_face()
    {
        Assert.Equal(ReasonCode.FaceNeeded, _gate.Ask(Ada, PinAnswer.Right, "hall").Reason);
        Assert.Equal(ReasonCode.UnknownNumber, _gate.Ask(person: null, PinAnswer.Wrong, "hall").Reason);
        _hasFace = false;
        Assert.False(_gate.Ask(Ada, PinAnswer.Wrong, "hall").Open);
        Assert.True(_gate.Ask(Ada, PinAnswer.Right, "hall").Open);
    }

    private static Decision Decision(ReasonCode? reason, PersonId? person) => new(reason, 1, person, 0.8f, 0.5f, 0.9f, 5, TimeSpan.FromSeconds(1), default);

    private GateAnswer Identify(PersonId person) => _gate.Ask(Decision(null, person));
}
