using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio.Simulated;
using Microsoft.Extensions.Time.Testing;
using static AccessKiosk.Hardware.Doors.DoorInput;

namespace AccessKiosk.Hardware.Tests.Doors;

/// <summary>Leaves that rebound from their frame, and contacts that shiver.</summary>
public sealed class DoorReboundTests
{
    private const DoorActions Recorded = DoorActions.RecordOpened | DoorActions.RecordClosed | DoorActions.AlarmForced;

    [Theory]
    [InlineData(0.1, 0.1)]
    [InlineData(0.5, 0.05)]
    [InlineData(0.2, 0.1, 0.3, 0.1, 0.5, 0.02)]
    [InlineData(0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05)]
    public void A_leaf_that_rebounds_is_one_passage_and_no_alarm(params double[] seconds)
    {
        var walk = new Walk();
        walk.Do(Grant, Opened);
        walk.Wait(2);
        Assert.Equal(DoorActions.RecordClosed, walk.Do(Closed));
        for (var i = 0; i < seconds.Length; i += 2)
        {
            Assert.Equal(DoorActions.None, walk.Late(seconds[i]).Do(Opened) & Recorded);
            Assert.Equal(DoorActions.None, walk.Late(seconds[i + 1]).Do(Closed) & Recorded);
        }

        Assert.Equal((DoorLeaf.Closed, DoorMode.Locked), (walk.State.Leaf, walk.State.Mode));
        Assert.Equal(DoorActions.AlarmForced, walk.Late(0.501).Do(Opened));
    }

    [Fact]
    public void A_train_of_rebounds_does_not_go_on_for_ever()
    {
        var walk = new Walk();
        walk.Do(Grant, Opened);
        walk.Wait(2);
        walk.Do(Closed);
        var actions = DoorActions.None;
        for (var i = 0; i < 10; i++)
        {
            actions |= walk.Late(0.4).Do(Opened);
            walk.Late(0.1).Do(Closed);
        }

        Assert.True(actions.HasFlag(DoorActions.AlarmForced));
    }

    [Fact]
    public void A_leaf_that_rebounds_and_stays_open_warns_and_its_closing_is_recorded()
    {
        var walk = new Walk();
        walk.Do(Grant, Opened);
        walk.Wait(2);
        walk.Do(Closed);
        walk.Late(0.3).Do(Opened);
        Assert.Equal(DoorActions.WarnHeldOpen, walk.Wait(walk.Options.HeldWarning));
        Assert.Equal(DoorActions.RecordClosed | DoorActions.EndDoorAlarm, walk.Do(Closed));
    }

    [Fact]
    public void A_forced_door_that_rebounds_stays_an_alarm()
    {
        var walk = new Walk();
        Assert.Equal(DoorActions.AlarmForced, walk.Do(Opened));
        walk.Late(0.2).Do(Closed);
        Assert.Equal(DoorActions.AlarmForced, walk.Late(0.2).Do(Opened));
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.1)]
    [InlineData(0.499)]
    public void A_contact_that_shivers_while_unlocked_does_not_end_the_pulse(double seconds)
    {
        var walk = new Walk();
        walk.Do(Grant);
        walk.Late(1).Do(Opened);
        walk.Late(seconds).Do(Closed);
        Assert.Equal(DoorMode.Unlocked, walk.State.Mode);
        Assert.Equal(walk.Options.Pulse, walk.NextDeadline);

        // Only now does the person pull.
        Assert.Equal(DoorActions.RecordOpened, walk.Late(2).Do(Opened));
        Assert.Equal(DoorActions.Lock, walk.Wait(0.5));
    }

    [Fact]
    public void A_new_grant_right_after_the_closing_is_a_passage_of_its_own()
    {
        var walk = new Walk();
        walk.Do(Grant, Opened);
        walk.Wait(2);
        walk.Do(Closed, Grant);
        Assert.Equal(DoorActions.RecordOpened, walk.Late(0.2).Do(Opened));
    }

    [Theory]
    [InlineData(1, 2, 1, 3, 2, 5, 1, 4)]
    [InlineData(5, 5, 5, 5, 5, 5)]
    [InlineData(30, 20, 10, 40)]
    public void A_reed_contact_that_bounces_is_one_edge_with_the_default_debounce(params int[] milliseconds)
    {
        var time = new FakeTimeProvider();
        using var gpio = new SimulatedGpio(time, new() { Lines = { ["contact"] = new() } });
        using var contact = gpio.RequestInput("contact");
        var edges = new List<bool>();
        contact.Watch(edge => edges.Add(edge.Active), _ => { });
        edges.Clear();
        var level = false;
        foreach (var wait in milliseconds)
        {
            gpio.Set("contact", level = !level);
            time.Advance(TimeSpan.FromMilliseconds(wait));
        }

        gpio.Set("contact", true);
        time.Advance(TimeSpan.FromMilliseconds(49));
        Assert.Empty(edges);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal([true], edges);
    }
}
