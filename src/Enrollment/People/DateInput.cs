using System.Globalization;

namespace AccessKiosk.Enrollment.People;

/// <summary>
/// Dates of validity as staff write and read them: ISO 8601 alone, in the site's time zone. The end is the whole day:
/// <c>2026-12-31</c> is valid until midnight at the site.
/// </summary>
public static class DateInput
{
    private const string Day = "yyyy-MM-dd";
    private static readonly string[] Local = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];
    private static readonly string[] Exact = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ssK"];

    /// <summary>The first moment of validity; a date alone means the beginning of that day at the site.</summary>
    /// <param name="text">An ISO 8601 date, or date and time; null or empty for none. A time without an offset is the site's.</param>
    /// <param name="zone">The site's time zone.</param>
    /// <exception cref="InputException">It is no such date.</exception>
    public static DateTimeOffset? From(string? text, TimeZoneInfo zone) => Moment(text, zone, wholeDay: false);

    /// <summary>The first moment that is not valid any more; a date alone means the end of that day at the site.</summary>
    /// <inheritdoc cref="From"/>
    public static DateTimeOffset? Until(string? text, TimeZoneInfo zone) => Moment(text, zone, wholeDay: true);

    /// <summary>The beginning of validity as <see cref="From"/> reads it; null for none.</summary>
    public static string? FromText(DateTimeOffset? from, TimeZoneInfo zone) =>
        from is not { } at ? null : IsMidnight(at, zone) ? Written(at, zone, Day) : Written(at, zone, Local[0]);

    /// <summary>The end of validity as <see cref="Until"/> reads it: the last day, or the moment within a day; null for none.</summary>
    public static string? UntilText(DateTimeOffset? until, TimeZoneInfo zone) =>
        until is not { } at ? null : IsMidnight(at, zone) ? Written(at.AddTicks(-1), zone, Day) : Written(at, zone, Local[0]);

    private static DateTimeOffset? Moment(string? text, TimeZoneInfo zone, bool wholeDay)
    {
        ArgumentNullException.ThrowIfNull(zone);
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var written = text.Trim();
        // How many systems write "without end": no clock reaches it.
        if (wholeDay && written.StartsWith("9999-12-31", StringComparison.Ordinal))
            return null;
        if (DateOnly.TryParseExact(written, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return At((wholeDay ? day.AddDays(1) : day).ToDateTime(TimeOnly.MinValue), zone);
        if (DateTime.TryParseExact(written, Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return At(local, zone);
        return DateTimeOffset.TryParseExact(written, Exact, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var exact)
            ? exact
            : throw new InputException($"'{written}' is no date: write 2030-12-31 (the whole day) or 2030-12-31T18:00, year first.");
    }

    private static DateTimeOffset At(DateTime local, TimeZoneInfo zone)
    {
        // The hour that the clocks leave out in spring does not exist: the next one is meant.
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(15);
        try
        {
            return new(local, zone.GetUtcOffset(local));
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new InputException($"The year {local.Year} lies outside the calendar.");
        }
    }

    private static bool IsMidnight(DateTimeOffset at, TimeZoneInfo zone) => At(TimeZoneInfo.ConvertTime(at, zone).Date, zone) == at;

    private static string Written(DateTimeOffset at, TimeZoneInfo zone, string format) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString(format, CultureInfo.InvariantCulture);
}
