using System.Collections.Immutable;
using AccessKiosk.Access.Policy;

namespace AccessKiosk.Kiosk.Tests.Policy;

public sealed class ScheduleTests
{
    private static readonly TimeSpan Winter = TimeSpan.FromHours(1);
    private static readonly TimeSpan Summer = TimeSpan.FromHours(2);

    [Theory]
    [InlineData("2026-03-18T07:59:59.999", false)]
    [InlineData("2026-03-18T08:00", true)]
    [InlineData("2026-03-18T17:59:59.999", true)]
    [InlineData("2026-03-18T18:00", false)]
    [InlineData("2026-03-21T12:00", false)]
    public void An_interval_holds_from_its_start_up_to_its_end_on_its_days(string local, bool on) =>
        Assert.Equal(on, Site.Weekdays("08:00", "18:00").IsOn(Site.Local(local, Winter)));

    [Theory]
    [InlineData("2026-03-16T05:59", false)] // Monday before dawn belongs to Sunday's night.
    [InlineData("2026-03-16T22:00", true)]
    [InlineData("2026-03-17T05:59", true)]
    [InlineData("2026-03-17T06:00", false)]
    [InlineData("2026-03-21T05:59", true)] // Saturday before dawn belongs to Friday's night.
    [InlineData("2026-03-21T22:00", false)]
    public void A_night_belongs_to_the_day_it_begins_on(string local, bool on) =>
        Assert.Equal(on, Site.Weekdays("22:00", "06:00").IsOn(Site.Local(local, Winter)));

    [Fact]
    public void Equal_start_and_end_are_24_hours()
    {
        var schedule = Site.Weekdays("06:00", "06:00");

        Assert.False(schedule.IsOn(Site.Local("2026-03-16T05:59", Winter)));
        Assert.True(schedule.IsOn(Site.Local("2026-03-16T06:00", Winter)));
        Assert.True(schedule.IsOn(Site.Local("2026-03-21T05:59", Winter)));
        Assert.False(schedule.IsOn(Site.Local("2026-03-21T06:00", Winter)));
    }

    [Theory]
    [InlineData("2026-03-29T01:59", 1, true)]
    [InlineData("2026-03-29T03:00", 2, true)] // One second after 01:59:59 in real time.
    [InlineData("2026-03-29T03:29", 2, true)]
    [InlineData("2026-03-29T03:30", 2, false)]
    public void When_clocks_go_forward_an_interval_across_the_gap_goes_on(string local, int offset, bool on) =>
        Assert.Equal(on, Sunday("01:30", "03:30").IsOn(Site.Local(local, TimeSpan.FromHours(offset))));

    [Fact]
    public void When_clocks_go_forward_what_lies_in_the_missing_hour_does_not_happen()
    {
        var schedule = Sunday("02:10", "02:50");
        var from = Site.Local("2026-03-29T00:00", Winter);

        Assert.DoesNotContain(true, Enumerable.Range(0, 24 * 60).Select(minute => schedule.IsOn(from.AddMinutes(minute))));
    }

    [Theory]
    [InlineData("2026-10-25T02:30", 2, true)]
    [InlineData("2026-10-25T02:30", 1, true)]
    [InlineData("2026-10-25T03:00", 1, false)]
    public void When_clocks_go_back_the_hour_that_comes_twice_counts_twice(string local, int offset, bool on) =>
        Assert.Equal(on, Sunday("02:00", "03:00").IsOn(Site.Local(local, TimeSpan.FromHours(offset))));

    [Fact]
    public void Opening_hours_follow_the_wall_clock_through_the_year()
    {
        var schedule = Site.Weekdays("08:00", "18:00");

        Assert.True(schedule.IsOn(Site.Local("2026-07-15T08:00", Summer)));
        Assert.False(schedule.IsOn(Site.Local("2026-07-15T07:59", Summer)));
        Assert.True(schedule.IsOn(new(2026, 7, 15, 6, 0, 0, TimeSpan.Zero)));
        Assert.False(schedule.IsOn(new(2026, 1, 14, 6, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void The_zone_of_the_schedule_counts_not_that_of_the_time()
    {
        var schedule = Site.Weekdays("08:00", "18:00", zone: TimeZoneInfo.FindSystemTimeZoneById("America/New_York"));

        Assert.False(schedule.IsOn(Site.Local("2026-03-18T10:00", Winter)));
        Assert.True(schedule.IsOn(Site.Local("2026-03-18T14:00", Winter)));
    }

    [Fact]
    public void A_holiday_takes_the_place_of_its_weekday()
    {
        var holidays = new HolidayCalendar([new(2026, 4, 3)], [new(2000, 12, 25)]);
        var schedule = Site.Weekdays("08:00", "18:00", holidays, [Site.Interval("10:00", "12:00")]);

        Assert.False(schedule.IsOn(Site.Local("2026-04-03T09:00", Summer)));
        Assert.True(schedule.IsOn(Site.Local("2026-04-03T10:00", Summer)));
        Assert.True(schedule.IsHoliday(Site.Local("2026-04-03T09:00", Summer)));
        Assert.True(schedule.IsOn(Site.Local("2028-12-25T10:00", Winter)));
        Assert.False(schedule.IsOn(Site.Local("2028-12-25T08:00", Winter)));
        Assert.False(schedule.IsHoliday(Site.Local("2026-04-02T23:59", Summer)));
    }

    [Fact]
    public void Holidays_are_as_other_days_for_a_schedule_that_does_not_know_them()
    {
        var holidays = new HolidayCalendar([new(2026, 4, 3)], []);

        Assert.True(Site.Weekdays("08:00", "18:00", holidays).IsOn(Site.Local("2026-04-03T09:00", Summer)));
    }

    private static Schedule Sunday(string from, string to) => new(
        "Sunday", Site.Berlin, new Dictionary<DayOfWeek, ImmutableArray<ScheduleInterval>> { [DayOfWeek.Sunday] = [Site.Interval(from, to)] });
}
