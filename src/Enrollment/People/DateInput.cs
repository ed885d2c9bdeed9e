using System.Globalization;

namespace AccessKiosk.Enrollment.People;

/// <summary>
/// Dates of validity as staff write and read them: ISO 8601 alone, in the site's time zone. The end is the whole day:
/// <c>2026-12-31</c> is valid until midnight at the site.
/// </summary>
public static class DateInput
{
    private const string Day = "yyyy-MM-dd";
    private const string WithOffset = "yyyy-MM-dd'T'HH:mmzzz";
    private static readonly string[] Local = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];
    private static readonly string[] Exact = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ssK"];

    // What programs write for no date at all lies long before it.
    private const int FirstYear = 1900;

    /// <summary>The first moment of validity; a date alone means the beginning of that day at the site.</summary>
    /// <param name="text">An ISO 8601 date, or date and time; null or empty for none. A time without an offset is the site's.</param>
    /// <param name="zone">The site's time zone.</param>
    /// <exception cref="InputException">It is no such date.</exception>
    public static DateTimeOffset? From(string? text, TimeZoneInfo zone) => Moment(text, zone, isEnd: false);

    /// <summary>The first moment that is not valid any more; a date alone means the end of that day at the site.</summary>
    /// <inheritdoc cref="From"/>
    public static DateTimeOffset? Until(string? text, TimeZoneInfo zone) => Moment(text, zone, isEnd: true);

    /// <summary>The beginning of validity as <see cref="From"/> reads it; null for none.</summary>
    public static string? FromText(DateTimeOffset? from, TimeZoneInfo zone) =>
        from is not { } at ? null : IsMidnight(at, zone) ? Written(at, zone, Day) : TimeText(at, zone, isEnd: false);

    /// <summary>The end of validity as <see cref="Until"/> reads it: the last day, or the moment within a day; null for none.</summary>
    public static string? UntilText(DateTimeOffset? until, TimeZoneInfo zone) =>
        until is not { } at ? null : IsMidnight(at, zone) ? Written(at.AddTicks(-1), zone, Day) : TimeText(at, zone, isEnd: true);

    /// <summary>The first moment at which the clocks of the site show this.</summary>
    /// <param name="local">What they show; the end of the hour that they leave out, where it lies in that.</param>
    /// <param name="zone">The site's time zone.</param>
    /// <exception cref="InputException">It lies outside the calendar.</exception>
    public static DateTimeOffset First(DateTime local, TimeZoneInfo zone) => Kept(At(local, zone, isLast: false), local.Year);

    /// <summary>The last moment at which the clocks of the site show this.</summary>
    /// <inheritdoc cref="First"/>
    public static DateTimeOffset Last(DateTime local, TimeZoneInfo zone) => Kept(At(local, zone, isLast: true), local.Year);

    private static DateTimeOffset? Moment(string? text, TimeZoneInfo zone, bool isEnd)
    {
        ArgumentNullException.ThrowIfNull(zone);
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var written = text.Trim();
        // How many systems write "without end": no clock reaches it.
        if (isEnd && written.StartsWith("9999-12-31", StringComparison.Ordinal))
            return null;
        if (DateOnly.TryParseExact(written, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return Kept(At((isEnd ? day.AddDays(1) : day).ToDateTime(TimeOnly.MinValue), zone, isLast: false), day.Year);
        if (DateTime.TryParseExact(written, Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return Kept(At(local, zone, isLast: isEnd), local.Year);
        return DateTimeOffset.TryParseExact(written, Exact, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var exact)
            ? Kept(exact, exact.Year)
            : throw new InputException($"'{written}' is no date: write 2030-12-31 (the whole day) or 2030-12-31T18:00, year first.");
    }

    private static DateTimeOffset Kept(DateTimeOffset? at, int year) =>
        at is { } known && year >= FirstYear ? known : throw new InputException($"The year {year} lies outside the calendar that is kept here.");

    // Null outside the calendar. An hour that comes twice is the first one or, for an end, the last: nobody is shut out by it.
    private static DateTimeOffset? At(DateTime local, TimeZoneInfo zone, bool isLast)
    {
        // The hour that the clocks leave out in spring does not exist: its end is meant.
        if (zone.IsInvalidTime(local))
        {
            local = new(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0);
            while (zone.IsInvalidTime(local))
                local = local.AddMinutes(1);
        }

        var offset = !zone.IsAmbiguousTime(local) ? zone.GetUtcOffset(local) : isLast ? zone.GetAmbiguousTimeOffsets(local).Min() : zone.GetAmbiguousTimeOffsets(local).Max();
        var utc = local.Ticks - offset.Ticks;
        return utc < DateTime.MinValue.Ticks || utc > DateTime.MaxValue.Ticks ? null : new(local, offset);
    }

    private static bool IsMidnight(DateTimeOffset at, TimeZoneInfo zone) => at > DateTimeOffset.MinValue && At(TimeZoneInfo.ConvertTime(at, zone).Date, zone, isLast: false) == at;

    // To the minute; with the offset where the local time alone would be read as the other of two.
    private static string TimeText(DateTimeOffset at, TimeZoneInfo zone, bool isEnd)
    {
        var local = Written(at, zone, Local[0]);
        var minute = TimeZoneInfo.ConvertTime(at, zone);
        var shown = new DateTime(minute.Year, minute.Month, minute.Day, minute.Hour, minute.Minute, 0);
        return zone.IsAmbiguousTime(shown) && At(shown, zone, isEnd)?.Offset != minute.Offset ? Written(at, zone, WithOffset) : local;
    }

    private static string Written(DateTimeOffset at, TimeZoneInfo zone, string format) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString(format, CultureInfo.InvariantCulture);
}
