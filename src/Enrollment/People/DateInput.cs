using System.Globalization;

namespace AccessKiosk.Enrollment.People;

/// <summary>Dates as staff write them.</summary>
public static class DateInput
{
    /// <summary>Reads a moment; a date alone means its first minute, local time.</summary>
    /// <param name="text">An ISO 8601 date or date and time; null for none.</param>
    /// <exception cref="InputException">It is no date.</exception>
    public static DateTimeOffset? Moment(string? text) => text switch
    {
        null => null,
        _ when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var at) => at,
        _ => throw new InputException($"'{text}' is no date: write 2030-12-31 or 2030-12-31T18:00."),
    };
}
