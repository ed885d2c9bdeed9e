using AccessKiosk.Enrollment.People;

namespace AccessKiosk.Enrollment.Tests.People;

/// <summary>Validity goes by the site's days, whatever zone the box is set to.</summary>
public sealed class DateInputTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("2026-12-31", "2026-12-30T23:00:00Z", "2026-12-31T23:00:00Z")]
    [InlineData("2026-07-01", "2026-06-30T22:00:00Z", "2026-07-01T22:00:00Z")]
    [InlineData("2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")]
    [InlineData("2026-12-31T18:00", "2026-12-31T17:00:00Z", "2026-12-31T17:00:00Z")]
    [InlineData("2026-12-31 18:00:30", "2026-12-31T17:00:30Z", "2026-12-31T17:00:30Z")]
    [InlineData("2026-12-31T18:00:00Z", "2026-12-31T18:00:00Z", "2026-12-31T18:00:00Z")]
    [InlineData("2026-12-31T18:00:00.5+05:30", "2026-12-31T12:30:00.5Z", "2026-12-31T12:30:00.5Z")]
    [InlineData("2026-03-29T02:30", "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z")]
    public void A_day_is_the_whole_day_at_the_site_and_a_moment_is_that_moment(string text, string from, string until)
    {
        Assert.Equal(DateTimeOffset.Parse(from, null), DateInput.From(text, Berlin));
        Assert.Equal(DateTimeOffset.Parse(until, null), DateInput.Until(text, Berlin));
    }

    [Theory]
    [InlineData("01.02.2027")]
    [InlineData("03/04/2027")]
    [InlineData("2027/04/03")]
    [InlineData("2027-4-3")]
    [InlineData("3 Apr 2027")]
    [InlineData("20270403")]
    [InlineData("2027-02-29")]
    [InlineData("2027-13-01")]
    [InlineData("18:00")]
    [InlineData("tomorrow")]
    [InlineData("2027-04-03T25:00")]
    public void Anything_but_an_ISO_date_is_refused_with_what_is_wanted(string text)
    {
        Assert.Contains("2030-12-31", Assert.Throws<InputException>(() => DateInput.From(text, Berlin)).Message, StringComparison.Ordinal);
        Assert.Contains("2030-12-31", Assert.Throws<InputException>(() => DateInput.Until(text, Berlin)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Nothing_is_no_limit(string? text)
    {
        Assert.Null(DateInput.From(text, Berlin));
        Assert.Null(DateInput.Until(text, Berlin));
    }

    [Theory]
    [InlineData("2026-12-31")]
    [InlineData("2026-03-29")]
    [InlineData("2026-10-25")]
    [InlineData("2026-12-31T18:00")]
    public void What_is_shown_reads_as_the_same_moment_again(string text)
    {
        Assert.Equal(text, DateInput.FromText(DateInput.From(text, Berlin), Berlin));
        Assert.Equal(text, DateInput.UntilText(DateInput.Until(text, Berlin), Berlin));
    }

    /// <summary>Two midnights in one night, none at all, half hours, and zones that are a quarter of an hour off.</summary>
    [Theory]
    [InlineData("America/Havana", "2026-10-31", "2026-10-31T04:00:00Z", "2026-11-01T04:00:00Z")]
    [InlineData("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z")]
    [InlineData("Atlantic/Azores", "2026-10-25", "2026-10-25T00:00:00Z", "2026-10-26T01:00:00Z")]
    [InlineData("Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z")]
    [InlineData("Asia/Kathmandu", "2028-02-29", "2028-02-28T18:15:00Z", "2028-02-29T18:15:00Z")]
    [InlineData("Pacific/Kiritimati", "2026-12-31", "2026-12-30T10:00:00Z", "2026-12-31T10:00:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-10-04T02:20", "2026-10-03T15:30:00Z", "2026-10-03T15:30:00Z")]
    [InlineData("Europe/Berlin", "2026-03-29T02:40", "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z")]
    public void A_day_begins_at_its_first_midnight_and_an_hour_that_comes_twice_shuts_nobody_out(string zone, string text, string from, string until)
    {
        var site = TimeZoneInfo.FindSystemTimeZoneById(zone);
        Assert.Equal(DateTimeOffset.Parse(from, null), DateInput.From(text, site));
        Assert.Equal(DateTimeOffset.Parse(until, null), DateInput.Until(text, site));
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/Havana")]
    [InlineData("Atlantic/Azores")]
    [InlineData("Africa/Cairo")]
    [InlineData("America/Santiago")]
    [InlineData("Asia/Beirut")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Asia/Kathmandu")]
    public void Every_half_hour_of_a_year_reads_as_itself_again(string zone)
    {
        var site = TimeZoneInfo.FindSystemTimeZoneById(zone);
        for (var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero); at.Year == 2026; at = at.AddMinutes(30))
        {
            Assert.Equal(at, DateInput.From(DateInput.FromText(at, site), site));
            Assert.Equal(at, DateInput.Until(DateInput.UntilText(at, site), site));
        }
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    [InlineData("America/Lima")]
    [InlineData("Pacific/Kiritimati")]
    public void What_other_systems_write_for_nothing_is_refused_and_what_is_stored_of_it_can_be_shown(string zone)
    {
        var site = TimeZoneInfo.FindSystemTimeZoneById(zone);
        foreach (var text in new[] { "0001-01-01", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00", "1753-01-01" })
        {
            Assert.Contains("outside the calendar", Assert.Throws<InputException>(() => DateInput.From(text, site)).Message, StringComparison.Ordinal);
            Assert.Contains("outside the calendar", Assert.Throws<InputException>(() => DateInput.Until(text, site)).Message, StringComparison.Ordinal);
        }

        foreach (var at in new[] { DateTimeOffset.MinValue, DateTimeOffset.MinValue.AddHours(5), DateTimeOffset.MaxValue, DateTimeOffset.MaxValue.AddHours(-5) })
            Assert.All([DateInput.FromText(at, site), DateInput.UntilText(at, site)], Assert.NotNull);
    }

    [Fact]
    public void The_calendar_s_ends_are_no_limit_or_refused_and_never_a_fault_of_the_program()
    {
        Assert.Null(DateInput.Until("9999-12-31", Berlin));
        Assert.Null(DateInput.Until("9999-12-31T23:59:59", Berlin));
        Assert.Contains("outside the calendar", Assert.Throws<InputException>(() => DateInput.From("0001-01-01", Berlin)).Message, StringComparison.Ordinal);
        Assert.Contains("outside the calendar", Assert.Throws<InputException>(() => DateInput.From("9999-12-31T23:00", TimeZoneInfo.FindSystemTimeZoneById("America/Lima"))).Message, StringComparison.Ordinal);
    }
}
