using AccessKiosk.Hardware.Doors;

namespace AccessKiosk.Hardware.Tests.Doors;

public sealed class DoorInterlockTests
{
    [Fact]
    public void The_second_door_is_refused_until_the_first_is_closed_and_locked()
    {
        var (outer, inner) = Pair();
        using var first = outer;
        using var second = inner;
        Assert.True(outer.Door.Grant().Open);
        Assert.Equal(new(Open: false, DoorMode.Interlocked), inner.Door.Grant());

        outer.Gpio.Set(outer.Options.Contact, true);
        outer.Wait(0.5);
        Assert.False(outer.Relay);
        Assert.False(inner.Door.Grant().Open);

        outer.Gpio.Set(outer.Options.Contact, false);
        Assert.True(inner.Door.Grant().Open);
        Assert.False(outer.Door.Grant().Open);
    }

    [Fact]
    public void A_door_that_cannot_tell_whether_it_is_closed_opens_by_the_emergency_release_alone()
    {
        var (outer, inner) = Pair();
        using var first = outer;
        using var second = inner;
        outer.Gpio.Break(outer.Options.Contact);
        Assert.Equal(new(Open: false, DoorMode.Fault), outer.Door.RemoteUnlock("operator"));
        outer.Gpio.Set(outer.Options.Emergency, true);
        Assert.True(outer.Relay);
    }

    [Fact]
    public void Forcing_one_door_locks_the_other()
    {
        var (outer, inner) = Pair();
        using var first = outer;
        using var second = inner;
        inner.Door.Grant();
        Assert.True(inner.Relay);

        outer.Gpio.Set(outer.Options.Contact, true);

        Assert.False(inner.Relay);
    }

    [Fact]
    public void The_emergency_release_opens_both()
    {
        var (outer, inner) = Pair();
        using var first = outer;
        using var second = inner;
        outer.Gpio.Set(outer.Options.Emergency, true);
        inner.Gpio.Set(inner.Options.Emergency, true);

        Assert.True(outer.Relay);
        Assert.True(inner.Relay);
    }

    [Fact]
    public void A_door_that_leaves_frees_the_other()
    {
        var (outer, inner) = Pair();
        using var second = inner;
        outer.Door.Grant();
        outer.Dispose();

        Assert.True(inner.Door.Grant().Open);
    }

    [Fact]
    public async Task Grants_at_the_same_moment_never_open_both()
    {
        var (outer, inner) = Pair();
        using var first = outer;
        using var second = inner;
        var both = 0;
        outer.Gpio.Watch(_ =>
        {
            if (outer.Relay && inner.Relay)
                Interlocked.Increment(ref both);
        });
        await Parallel.ForAsync(0, 2000, TestContext.Current.CancellationToken, (i, _) =>
        {
            if (i % 10 == 0)
                outer.Time.Advance(TimeSpan.FromSeconds(1));
            else
                (i % 2 == 0 ? outer : inner).Door.Grant();
            return ValueTask.CompletedTask;
        });

        Assert.Equal(0, both);
    }

    private static (Rig Outer, Rig Inner) Pair()
    {
        var interlock = new DoorInterlock();
        var outer = new Rig(o => o.Interlock = "mantrap", "outer", interlock: interlock);
        return (outer, new Rig(o => o.Interlock = "mantrap", "inner", outer, interlock));
    }
}
