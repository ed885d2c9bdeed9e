using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio;
using AccessKiosk.Hardware.Gpio.Simulated;
using Microsoft.Extensions.Time.Testing;

namespace AccessKiosk.Hardware.Tests.Doors;

public sealed class DoorTests
{
    [Fact]
    public void A_grant_pulses_the_relay_for_its_time()
    {
        using var rig = new Rig();
        Assert.False(rig.Relay);

        Assert.Equal(new(Open: true, DoorMode.Unlocked), rig.Door.Grant("decision 7"));
        Assert.True(rig.Relay);
        rig.Wait(4.9);
        Assert.True(rig.Relay);
        rig.Wait(0.1);
        Assert.False(rig.Relay);
    }

    [Fact]
    public void Events_tell_the_story_with_wall_clock_times_and_causes()
    {
        using var rig = new Rig();
        var start = rig.Time.GetUtcNow();
        rig.Door.Grant("decision 7");
        rig.Wait(1);
        rig.Gpio.Set("contact", true);
        rig.Wait(0.5);
        rig.Wait(1.5);
        rig.Gpio.Set("contact", false);

        Assert.Equal(
            [
                new(start, "main", DoorInput.Grant, DoorActions.Unlock, DoorMode.Unlocked, DoorLeaf.Closed, "decision 7", TimeSpan.Zero),
                new(start.AddSeconds(1), "main", DoorInput.Opened, DoorActions.RecordOpened, DoorMode.Unlocked, DoorLeaf.Open, null, TimeSpan.FromSeconds(1)),
                new(start.AddSeconds(1.5), "main", DoorInput.Tick, DoorActions.Lock, DoorMode.Locked, DoorLeaf.Open, null, TimeSpan.FromSeconds(1.5)),
                new(start.AddSeconds(3), "main", DoorInput.Closed, DoorActions.RecordClosed, DoorMode.Locked, DoorLeaf.Closed, null, TimeSpan.FromSeconds(3)),
            ],
            rig.Events());
    }

    [Theory]
    [InlineData("emergency")]
    [InlineData("tamper")]
    public void What_begins_and_ends_while_something_stronger_hides_it_is_recorded(string line)
    {
        using var rig = new Rig();
        rig.Gpio.Set(line, true);
        if (line == "tamper")
            rig.Door.ReportFault("relay", "gone", DoorFaultScope.Lock);
        rig.Events();

        rig.Door.SetLockdown(true, "Rita");
        rig.Door.SetHoldOpen(true, "Rita");
        rig.Door.SetHoldOpen(false, "Rita");
        rig.Door.SetLockdown(false, "Rita");

        Assert.Equal(
            [DoorInput.LockdownStarted, DoorInput.HoldOpenStarted, DoorInput.HoldOpenEnded, DoorInput.LockdownEnded],
            rig.Events().Select(happened => happened.Cause));
    }

    [Fact]
    public void An_operator_who_unlocks_a_door_that_is_unlocked_is_recorded()
    {
        using var rig = new Rig();
        rig.Door.SetHoldOpen(true);
        rig.Events();

        rig.Door.RemoteUnlock("Rita");

        Assert.Equal((DoorInput.RemoteUnlock, "Rita"), rig.Events().Select(happened => (happened.Cause, happened.Detail!)).Single());
    }

    [Fact]
    public void A_clock_set_back_or_forward_does_not_change_the_pulse()
    {
        using var rig = new Rig();
        rig.Door.Grant();
        rig.Time.AdjustTime(rig.Time.GetUtcNow().AddDays(-1));
        rig.Wait(4.9);
        Assert.True(rig.Relay);
        rig.Time.AdjustTime(rig.Time.GetUtcNow().AddDays(2));
        Assert.True(rig.Relay);
        rig.Wait(0.1);
        Assert.False(rig.Relay);
    }

    [Fact]
    public void Fail_safe_wiring_holds_the_relay_active_while_locked()
    {
        using var rig = new Rig(o => o.Wiring = LockWiring.FailSafe);
        Assert.True(rig.Relay);
        rig.Door.Grant();
        Assert.False(rig.Relay);
        rig.Wait(5);
        Assert.True(rig.Relay);
        rig.Gpio.Set("emergency", true);
        Assert.False(rig.Relay);
    }

    [Theory]
    [InlineData(LockWiring.FailSecure, false)]
    [InlineData(LockWiring.FailSafe, true)]
    public void Disposing_in_the_middle_of_a_grant_drives_the_lock_shut_and_records_it(LockWiring wiring, bool locked)
    {
        var rig = new Rig(o => o.Wiring = wiring);
        rig.Door.Grant();
        rig.Events();

        rig.Dispose();

        Assert.Equal(locked, rig.Relay);
        var last = Assert.Single(rig.Events());
        Assert.Equal((DoorActions.Lock, DoorMode.Locked), (last.Actions, last.Mode));
        Assert.All(rig.Gpio.Lines, line => Assert.Equal(SimulatedLineUse.Free, line.Use));
        Assert.False(rig.Door.Grant().Open);
        Assert.Equal(locked, rig.Relay);
    }

    [Fact]
    public void A_relay_that_cannot_be_driven_is_a_fault_and_badging_works_again_once_it_can()
    {
        using var rig = new Rig();
        rig.Gpio.Break("relay");

        Assert.False(rig.Door.Grant().Open);
        Assert.Equal(DoorMode.Fault, rig.Door.State.Mode);
        Assert.Contains(rig.Events(), e => e.Actions.HasFlag(DoorActions.AlarmFault) && e.Detail!.Contains("relay", StringComparison.Ordinal));

        rig.Wait(30);
        Assert.Equal(DoorMode.Fault, rig.Door.State.Mode);
        rig.Gpio.Repair("relay");
        rig.Wait(1);
        Assert.Equal(DoorMode.Locked, rig.Door.State.Mode);
        Assert.False(rig.Relay);
        Assert.True(rig.Door.Grant().Open);
    }

    [Fact]
    public void A_relay_that_sticks_open_is_driven_shut_as_soon_as_it_answers()
    {
        using var rig = new Rig();
        rig.Door.Grant();
        rig.Gpio.Break("relay");
        rig.Wait(5);
        Assert.True(rig.Relay);
        Assert.Equal(DoorMode.Fault, rig.Door.State.Mode);

        rig.Gpio.Repair("relay");
        rig.Wait(1);
        Assert.False(rig.Relay);
    }

    [Fact]
    public void A_lost_input_bars_grants_until_it_is_repaired_and_not_the_way_out()
    {
        using var rig = new Rig(options => options.RexUnlocks = true);
        rig.Door.Grant();
        rig.Gpio.Break("contact");

        Assert.False(rig.Relay);
        Assert.Equal(new(Open: false, DoorMode.Impaired), rig.Door.Grant());
        Assert.Equal(new(Open: false, DoorMode.Impaired), rig.Door.GrantByPin());
        rig.Gpio.Set("rex", true);
        Assert.True(rig.Relay);
        Assert.Equal(new(Open: false, DoorMode.Impaired), rig.Door.Grant());
        rig.Wait(5);
        Assert.False(rig.Relay);
        Assert.True(rig.Door.RemoteUnlock("operator").Open);
        rig.Wait(5);
        rig.Gpio.Repair("contact");
        Assert.Equal(DoorMode.Locked, rig.Door.State.Mode);
        Assert.True(rig.Door.Grant().Open);
    }

    [Fact]
    public void The_door_stays_in_fault_until_every_source_is_cleared()
    {
        using var rig = new Rig();
        rig.Door.ReportFault("contact", "gone", DoorFaultScope.Lock);
        rig.Door.ReportFault("database", "full", DoorFaultScope.Lock);
        rig.Door.ClearFault("contact");
        Assert.Equal(DoorMode.Fault, rig.Door.State.Mode);
        rig.Door.ClearFault("database");
        Assert.Equal(DoorMode.Locked, rig.Door.State.Mode);
    }

    [Fact]
    public void A_fault_of_the_camera_leaves_PINs_and_one_of_the_record_leaves_the_way_out()
    {
        using var rig = new Rig(options => options.RexUnlocks = true);
        rig.Door.ReportFault("camera", "black", DoorFaultScope.Faces);
        Assert.Equal(new(Open: false, DoorMode.Impaired), rig.Door.Grant());
        Assert.True(rig.Door.GrantByPin().Open);
        rig.Wait(5);

        rig.Door.ReportFault("record", "the disk is full", DoorFaultScope.Grants);
        Assert.False(rig.Door.GrantByPin().Open);
        Assert.True(rig.Door.RemoteUnlock("operator").Open);
        rig.Wait(5);
        rig.Gpio.Set("rex", true);
        Assert.True(rig.Relay);
        rig.Wait(5);
        rig.Gpio.Set("emergency", true);
        Assert.True(rig.Relay);
        rig.Gpio.Set("emergency", false);

        rig.Door.ClearFault("record");
        Assert.Equal(DoorMode.Impaired, rig.Door.State.Mode);
        rig.Door.ClearFault("camera");
        Assert.True(rig.Door.Grant().Open);
    }

    [Fact]
    public void A_hold_open_period_goes_on_while_the_camera_has_a_fault()
    {
        using var rig = new Rig();
        rig.Door.SetHoldOpen(true);
        rig.Door.ReportFault("camera", "black", DoorFaultScope.Faces);
        Assert.True(rig.Relay);
        rig.Door.SetHoldOpen(false);
        Assert.False(rig.Relay);
        Assert.Equal(DoorMode.Impaired, rig.Door.State.Mode);
    }

    [Fact]
    public void A_second_fault_is_on_record_too_and_a_repeated_one_only_once()
    {
        using var rig = new Rig();
        rig.Door.ReportFault("contact", "gone", DoorFaultScope.Lock);
        rig.Door.ReportFault("rex", "gone", DoorFaultScope.Lock);
        rig.Door.ReportFault("rex", "gone", DoorFaultScope.Lock);

        Assert.Equal(["contact: gone", "rex: gone"], rig.Events().Select(e => e.Detail).OfType<string>().ToArray());
    }

    [Fact]
    public void A_board_that_is_disposed_before_its_door_is_a_fault_and_no_crash()
    {
        using var rig = new Rig();
        rig.Door.Grant();
        rig.Gpio.Dispose();
        Assert.False(rig.Relay);
        rig.Wait(5);
        Assert.Equal(new(Open: false, DoorMode.Fault), rig.Door.Grant());
        rig.Wait(5);

        Assert.False(rig.Relay);
    }

    [Fact]
    public void The_emergency_input_unlocks_in_lockdown_and_for_as_long_as_it_lasts()
    {
        using var rig = new Rig();
        rig.Door.SetLockdown(true, "operator");
        Assert.False(rig.Door.RemoteUnlock("operator").Open);
        rig.Gpio.Set("emergency", true);
        rig.Wait(3600);
        Assert.True(rig.Relay);
        rig.Gpio.Set("emergency", false);
        Assert.False(rig.Relay);
        Assert.Equal(DoorMode.Lockdown, rig.Door.State.Mode);
    }

    [Fact]
    public void An_emergency_input_active_at_start_unlocks_at_once()
    {
        var time = new FakeTimeProvider();
        using var gpio = new SimulatedGpio(time);
        gpio.Set("emergency", true);
        using var door = Door.Open(new() { Name = "main", Relay = "relay", Emergency = "emergency" }, gpio, time);

        Assert.True(gpio.IsActive("relay"));
    }

    [Fact]
    public void A_door_left_open_warns_and_alarms_by_its_own_timer()
    {
        using var rig = new Rig();
        rig.Door.Grant();
        rig.Gpio.Set("contact", true);
        rig.Wait(0.5);
        rig.Events();
        rig.Wait(19.5);
        rig.Wait(10);

        Assert.Equal([DoorActions.WarnHeldOpen, DoorActions.AlarmHeldOpen], rig.Events().Select(e => e.Actions));
    }

    [Fact]
    public void A_line_that_another_owner_holds_leaves_nothing_taken()
    {
        var time = new FakeTimeProvider();
        using var gpio = new SimulatedGpio(time);
        using var other = gpio.RequestInput("rex");

        var options = new DoorOptions { Name = "main", Relay = "relay", Contact = "contact", Rex = "rex" };
        var fault = Assert.Throws<GpioException>(() => Door.Open(options, gpio, time));

        Assert.Contains("rex", fault.Message, StringComparison.Ordinal);
        Assert.Equal("rex", Assert.Single(gpio.Lines, l => l.Use is not SimulatedLineUse.Free).Name);
    }

    [Fact]
    public async Task Grants_lockdowns_and_lines_from_many_threads_end_locked()
    {
        using var rig = new Rig();
        await Parallel.ForAsync(0, 2000, TestContext.Current.CancellationToken, (i, _) =>
        {
            switch (i % 5)
            {
                case 0: rig.Door.Grant(); break;
                case 1: rig.Gpio.Set("contact", i % 2 == 0); break;
                case 2: rig.Gpio.Set("rex", i % 2 == 0); break;
                case 3: rig.Time.Advance(TimeSpan.FromMilliseconds(10)); break;
                default: rig.Door.SetLockdown(i % 2 == 0, "test"); break;
            }

            return ValueTask.CompletedTask;
        });
        rig.Wait(5);

        Assert.False(rig.Relay);
        Assert.False(rig.Door.State.IsUnlocked);
    }
}
