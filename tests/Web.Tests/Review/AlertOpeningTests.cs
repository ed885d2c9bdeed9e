using AccessKiosk.Storage.Events;
using AccessKiosk.Storage.Records;
using AccessKiosk.Web.Review.Alerts;

namespace AccessKiosk.Web.Tests.Review;

/// <summary>Only what belongs to the face of an alert is told beside it.</summary>
public sealed class AlertOpeningTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 18, 12, 0, 0, TimeSpan.Zero);

    private static readonly SpoofAlert Alert = new(Guid.NewGuid(), At, "main", null, 0.1, "outline", ReasonCode.PresentationAttack, false, null, null, false, null, null);

    private static readonly AccessEvent Attack =
        new() { At = At, Code = EventCodes.AlarmPresentationAttack, Door = "main", Camera = "front", Track = 7, Cue = "outline", Liveness = 0.1 };

    private static readonly AccessEvent Grant = new() { At = At.AddSeconds(20), Code = EventCodes.AccessGranted, Door = "main", Camera = "front", Track = 7 };

    [Fact]
    public void A_grant_of_the_same_face_is_told() => Assert.Equal(new(true, Grant), AlertOpening.Of(Alert, [Grant, Attack]));

    [Fact]
    public void What_others_did_at_the_door_is_not()
    {
        AccessEvent[] others =
        [
            Grant with { Track = 8 },
            Grant with { Camera = "back" },
            Grant with { Door = "yard" },
            Grant with { Track = null },
            new() { At = At.AddSeconds(5), Code = EventCodes.DoorUnlocked, Door = "main", Cause = "remote_unlock" },
            new() { At = At.AddSeconds(5), Code = EventCodes.EmergencySet, Door = "main" },
        ];
        Assert.Equal(new(true, null), AlertOpening.Of(Alert, [.. others, Attack]));
        // The kiosk was started again meanwhile: it counts faces from the beginning.
        Assert.Equal(new(true, null), AlertOpening.Of(Alert, [Grant, new() { At = At.AddSeconds(10), Code = EventCodes.CameraOpened, Door = "main", Camera = "front" }, Attack]));
    }

    [Fact]
    public void Of_two_attacks_at_once_the_one_that_the_alert_is_about_counts()
    {
        var other = Attack with { Camera = "back", Track = 3, Liveness = 0.4 };
        Assert.Equal(new(true, null), AlertOpening.Of(Alert, [other with { Code = EventCodes.AccessGranted, At = At.AddSeconds(1) }, other, Attack]));
    }

    [Fact]
    public void Nothing_is_said_of_a_face_that_the_record_has_no_more() => Assert.Equal(new(false, null), AlertOpening.Of(Alert, [Grant]));
}
