using System.Globalization;

namespace AccessKiosk.Web;

/// <summary>Moments as operators read and type them: the kiosk's local time.</summary>
internal static class Dates
{
    private const string Field = "yyyy-MM-ddTHH:mm";

    /// <summary>For instance <c>22 Nov 2026</c>.</summary>
    public static string Day(DateTimeOffset moment, TimeProvider time) => Local(moment, time).ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>For instance <c>22 Nov 2026, 18:05</c>.</summary>
    public static string Minute(DateTimeOffset moment, TimeProvider time) => Local(moment, time).ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    /// <summary>As a field of the type <c>datetime-local</c> takes it.</summary>
    public static string? ToField(DateTimeOffset? moment, TimeProvider time) => moment is { } at ? Local(at, time).ToString(Field, CultureInfo.InvariantCulture) : null;

    /// <summary>From such a field; what was not changed keeps its seconds.</summary>
    /// <param name="text">The field's value; empty for none.</param>
    /// <param name="before">The moment that the field showed.</param>
    /// <param name="time">The clock and its zone.</param>
    /// <param name="moment">The moment; null for none.</param>
    /// <returns>False when it is no moment.</returns>
    public static bool TryParse(string? text, DateTimeOffset? before, TimeProvider time, out DateTimeOffset? moment)
    {
        moment = null;
        if (string.IsNullOrWhiteSpace(text))
            return true;
        if (text == ToField(before, time))
        {
            moment = before;
            return true;
        }

        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) || local.Year is < 1900 or > 9000)
            return false;
        var zone = time.LocalTimeZone;
        // The hour that the clocks leave out in spring does not exist: the next one is meant.
        if (zone.IsInvalidTime(local))
            local = local.AddHours(1);
        moment = new DateTimeOffset(local, zone.GetUtcOffset(local));
        return true;
    }

    private static DateTimeOffset Local(DateTimeOffset moment, TimeProvider time) => TimeZoneInfo.ConvertTime(moment, time.LocalTimeZone);
}
