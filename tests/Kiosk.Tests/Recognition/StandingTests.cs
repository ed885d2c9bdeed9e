using AccessKiosk.Recognition.Perception;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Kiosk.Tests.Recognition;

/// <summary>Somebody who stays where they were refused, until what refused them has changed.</summary>
[Trait("Speed", "slow")]
public sealed class StandingTests
{
    private const double ChangeAt = 20;

    [Fact]
    public void Whoever_is_enrolled_where_they_stand_is_let_in_without_a_step()
    {
        using var scene = new Scene(enrolled: false, "Recognition:TimeLimit=5", "Liveness:ChallengeAfter=30", "Recognition:RetryAfter=1");
        var refused = 0;
        Play(scene, () =>
        {
            refused = scene.Decisions.Count(code => code == EventCodes.AccessDenied);
            scene.EnrolAgain("Audun");
        });

        Assert.True(refused >= FurnitureWatch.PlaceRefusals, $"{refused} refusals");
        Assert.True(scene.Decisions.Contains(EventCodes.AccessGranted), Told(scene));
    }

    [Fact]
    public void Whoever_waits_for_the_end_of_a_lockdown_is_refused_once_in_the_record_and_then_let_in()
    {
        using var scene = new Scene(enrolled: true, "Recognition:GrantAgainAfter=2", "Liveness:ChallengeAfter=30");
        scene.Kiosk.Door.SetLockdown(true, "Rita");
        Play(scene, () => scene.Kiosk.Door.SetLockdown(false, "Rita"));

        Assert.True(scene.Events.Count(e => e.Reason is ReasonCode.Lockdown && e.Person is not null) == 1, Told(scene));
        Assert.True(scene.Decisions.Contains(EventCodes.AccessGranted), Told(scene));
    }

    private static string Told(Scene scene) => string.Join("; ", scene.Events.Select(e => $"{e.Code} {e.Reason} track {e.Track} {e.Name} after {e.Seconds} s"));

    private static void Play(Scene scene, Action change)
    {
        var isDone = false;
        scene.Play(Recordings.ManAnotherDay, at =>
        {
            if (!isDone && at.TotalSeconds >= ChangeAt)
            {
                change();
                isDone = true;
            }

            return at.TotalSeconds >= ChangeAt + 20;
        });
    }
}
