using System.Collections.Immutable;
using AccessKiosk.Access.Policy;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Kiosk.Tests.Policy;

/// <summary>A shift from 22:00 to 06:00 in Berlin, which does not end at midnight.</summary>
public sealed class NightShiftTests
{
    private static readonly Schedule Night = new(
        "night", Site.Berlin, Enum.GetValues<DayOfWeek>().ToDictionary(day => day, _ => ImmutableArray.Create(new ScheduleInterval(new(22, 0), new(6, 0)))));

    private static readonly DoorPolicy Door = Site.Door with { Permissions = [new(Site.Staff, Night), new(Site.Guards, null)], FirstPersonGroups = [Site.Guards] };

    [Theory]
    [InlineData("2026-03-18T22:10", "2026-03-19T02:00", null)]
    [InlineData("2026-03-18T21:50", "2026-03-19T05:59", null)]
    [InlineData("2026-03-19T01:00", "2026-03-19T02:00", null)]
    [InlineData("2026-03-18T22:10", "2026-03-19T22:05", ReasonCode.NoFirstPerson)]
    [InlineData("2026-03-19T02:00", "2026-03-19T22:05", ReasonCode.NoFirstPerson)]
    [InlineData("2026-03-28T22:10", "2026-03-29T05:30", null)]
    public void The_first_person_of_a_night_shift_counts_to_its_end_and_no_longer(string came, string comes, ReasonCode? reason)
    {
        var policy = Site.Policy(Door);
        var state = policy.Passed(Site.Request(Site.Guard, At(came)), AccessState.Empty);

        Assert.Equal(reason, policy.Decide(Site.Request(at: At(comes)), state).Reason);
    }

    [Fact]
    public void A_door_that_the_first_person_of_the_night_opened_is_held_open_until_the_shift_ends()
    {
        var policy = Site.Policy(Site.Door with { HoldOpen = Night, HoldOpenAfterFirstPerson = true });
        var state = policy.Passed(Site.Request(at: At("2026-03-18T22:10")), AccessState.Empty);

        Assert.All(["2026-03-18T22:11", "2026-03-19T00:01", "2026-03-19T05:59"], at => Assert.True(policy.IsHeldOpen("main", At(at), state)));
        Assert.All(["2026-03-19T06:00", "2026-03-19T22:30"], at => Assert.False(policy.IsHeldOpen("main", At(at), state)));
    }

    [Theory]
    [InlineData("2026-03-18T23:59", "main", 18)]
    [InlineData("2026-03-19T05:59", "main", 18)]
    [InlineData("2026-03-19T05:59", null, 18)]
    [InlineData("2026-03-19T06:00", "main", 19)]
    public void Reports_count_a_night_shift_to_the_day_it_began_on(string at, string? door, int day) =>
        Assert.Equal(new DateOnly(2026, 3, day), Site.Policy(Door).ShiftDay(door, At(at)));

    [Fact]
    public void Midnight_resets_no_anti_passback()
    {
        var enter = Site.Door with { AntiPassback = AntiPassback.Hard };
        var policy = Site.Policy(enter);
        var state = policy.Passed(Site.Request(at: At("2026-03-18T22:10")), AccessState.Empty);

        Assert.Equal(ReasonCode.AntiPassback, policy.Decide(Site.Request(at: At("2026-03-19T02:00")), state).Reason);
    }

    private static DateTimeOffset At(string local)
    {
        var time = DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture);
        return new(time, Site.Berlin.GetUtcOffset(time));
    }
}
