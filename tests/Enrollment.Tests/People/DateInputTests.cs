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

    [Fact]
    public void The_calendar_s_ends_are_no_limit_or_refused_and_never_a_fault_of_the_program()
    {
        Assert.Null(DateInput.Until("9999-12-31", Berlin));
        Assert.Null(DateInput.Until("9999-12-31T23:59:59", Berlin));
        Assert.Contains("outside the calendar", Assert.Throws<InputException>(() => DateInput.From("0001-01-01", Berlin)).Message, StringComparison.Ordinal);
        Assert.Contains("outside the calendar", Assert.Throws<InputException>(() => DateInput.From("9999-12-31T23:00", TimeZoneInfo.FindSystemTimeZoneById("America/Lima"))).Message, StringComparison.Ordinal);
    }
}
