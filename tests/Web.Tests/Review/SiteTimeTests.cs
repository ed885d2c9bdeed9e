namespace AccessKiosk.Web.Tests.Review;

/// <summary>A hold until a time of day, in the nights in which the clocks are changed.</summary>
public sealed class SiteTimeTests
{
    [Theory]
    [InlineData("Europe/Berlin", "2026-10-25T00:10:00Z", "02:30", "2026-10-25T00:30:00Z")]
    [InlineData("Europe/Berlin", "2026-10-25T00:40:00Z", "02:30", "2026-10-25T01:30:00Z")]
    [InlineData("Europe/Berlin", "2026-10-25T01:40:00Z", "02:30", "2026-10-26T01:30:00Z")]
    [InlineData("Europe/Berlin", "2026-03-29T00:30:00Z", "02:30", "2026-03-29T01:00:00Z")]
    [InlineData("America/Havana", "2026-11-01T03:30:00Z", "00:00", "2026-11-01T04:00:00Z")]
    [InlineData("Africa/Cairo", "2026-04-23T21:30:00Z", "00:00", "2026-04-23T22:00:00Z")]
    [InlineData("Asia/Kathmandu", "2028-02-28T18:00:00Z", "00:00", "2028-02-28T18:15:00Z")]
    public void The_next_time_of_day_is_the_first_that_a_clock_at_the_site_shows(string zone, string now, string timeOfDay, string next) => Assert.Equal(
        DateTimeOffset.Parse(next, null),
        new SiteTime(new SetTime(TimeZoneInfo.FindSystemTimeZoneById(zone), DateTimeOffset.Parse(now, null))).Next(TimeOnly.Parse(timeOfDay, null)));

    private sealed class SetTime(TimeZoneInfo zone, DateTimeOffset now) : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => zone;

        public override DateTimeOffset GetUtcNow() => now;
    }
}
