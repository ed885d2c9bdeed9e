using System.Globalization;
using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.People;

namespace AccessKiosk.Web;

/// <summary>Moments as operators read and type them: the site's time.</summary>
internal static class Dates
{
    private const int LocalMinute = 16;

    /// <summary>For instance <c>22 Nov 2026</c>.</summary>
    public static string Day(DateTimeOffset moment, TimeProvider time) => Local(moment, time).ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>For instance <c>22 Nov 2026, 18:05</c>.</summary>
    public static string Minute(DateTimeOffset moment, TimeProvider time) => Local(moment, time).ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The type of a field for a day or, where a time of day is set, for a moment; a browser empties a field of a moment with an offset.</summary>
    public static string Kind(string? value) => value?.Contains('T', StringComparison.Ordinal) != true ? "date" : value.Length > LocalMinute ? "text" : "datetime-local";

    /// <summary>Reads the two fields of a person's validity.</summary>
    /// <param name="from">The first day or moment; empty for none.</param>
    /// <param name="until">The last day, to its end, or the moment at which it is over; empty for none.</param>
    /// <param name="time">The clock and the site's zone.</param>
    /// <param name="first">The first moment; null for none.</param>
    /// <param name="end">The first moment that is not valid any more; null for none.</param>
    /// <returns>False when one is no date.</returns>
    public static bool TryParse(string? from, string? until, TimeProvider time, out DateTimeOffset? first, out DateTimeOffset? end)
    {
        try
        {
            (first, end) = (DateInput.From(from, time.LocalTimeZone), DateInput.Until(until, time.LocalTimeZone));
            return first?.Year is not < 1900 and not > 9000 && end?.Year is not < 1900 and not > 9000;
        }
        catch (InputException)
        {
            (first, end) = (null, null);
            return false;
        }
    }

    private static DateTimeOffset Local(DateTimeOffset moment, TimeProvider time) => TimeZoneInfo.ConvertTime(moment, time.LocalTimeZone);
}
