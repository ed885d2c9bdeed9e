using System.Globalization;
using AccessKiosk.Access.Policy;
using AccessKiosk.Access.Rules;

namespace AccessKiosk.Web.Rules;

/// <summary>Times of a day as staff type them: <c>08:00-12:00, 13-17:30</c>, <c>all day</c>, or nothing.</summary>
internal static class TimesText
{
    private static readonly string[] Formats = ["H:mm", "HH:mm", "%H", "HH"];

    /// <summary>As typed again.</summary>
    public static string Of(IEnumerable<ScheduleInterval> times) => string.Join(", ", times.OrderBy(time => time.Start).Select(RulesFaults.Text));

    /// <summary>Reads what was typed.</summary>
    /// <returns>The times, or what is wrong.</returns>
    public static (IReadOnlyList<ScheduleInterval> Times, string? Fault) Read(string? text)
    {
        var times = new List<ScheduleInterval>();
        foreach (var part in (text ?? "").Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Equals("all day", StringComparison.OrdinalIgnoreCase))
                times.Add(ScheduleInterval.WholeDay);
            else if (part.Split(['-', '–'], StringSplitOptions.TrimEntries) is [var from, var to] && Time(from) is { } start && Time(to) is { } end)
                times.Add(new(start, end));
            else
                return ([], $"'{part}' is no time: write 08:00-17:00, or all day; several with a comma between.");
        }

        return (times, null);
    }

    private static TimeOnly? Time(string text) =>
        text is "24:00" or "24" ? default(TimeOnly)
            : TimeOnly.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}
