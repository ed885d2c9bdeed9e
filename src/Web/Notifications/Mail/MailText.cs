using System.Globalization;
using System.Text;
using AccessKiosk.Access.Events;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Web.Notifications.Mail;

/// <summary>What a mail says of some events, in the reader's language: one line for all that are alike. Never a score or a picture.</summary>
/// <param name="Subject">The one that matters most, and how many more there are.</param>
/// <param name="Body">Every one.</param>
internal sealed record MailText(string Subject, string Body)
{
    private const int MostLines = 50;

    /// <summary>Writes it.</summary>
    /// <param name="events">The events, at least one.</param>
    /// <param name="culture">The language.</param>
    /// <param name="nameOf">Names of people; null where mails name nobody.</param>
    /// <param name="time">The site's clock.</param>
    public static MailText Of(IReadOnlyList<AccessEvent> events, CultureInfo culture, Func<PersonId, string?>? nameOf, SiteTime time)
    {
        var lines = events.GroupBy(happened => Words(happened, culture, nameOf), StringComparer.Ordinal)
            .Select(alike => (Words: alike.Key, Count: alike.Count(), First: alike.First(), Last: alike.Last()))
            .OrderByDescending(alike => alike.First.Severity).ThenBy(alike => alike.First.Sequence).ToList();
        var body = new StringBuilder();
        foreach (var (words, count, first, last) in lines.Take(MostLines))
        {
            body.Append(time.Full(first.At));
            if (count > 1)
                body.Append(" – ").Append(time.Full(last.At));
            body.Append("  ").Append(words);
            if (count > 1)
                body.Append("  × ").Append(count);
            body.Append("\r\n");
        }

        if (lines.Count > MostLines)
            body.Append("… + ").Append(lines.Skip(MostLines).Sum(alike => alike.Count)).Append("\r\n");
        var main = lines[0].First;
        return new($"{EventFormatter.What(main, culture)}{(main.Door is { } door ? $" · {door}" : "")}{(events.Count > 1 ? $" (+{events.Count - 1})" : "")}", body.ToString());
    }

    private static string Words(AccessEvent happened, CultureInfo culture, Func<PersonId, string?>? nameOf)
    {
        // A fault's own words name no person; what staff did has their names.
        var told = nameOf is null ? happened with { Alike = null, Detail = happened.Severity is EventSeverity.Fault ? happened.Detail : null } : happened;
        var why = EventFormatter.Why(told, nameOf, culture);
        var who = happened.Person is { } person ? nameOf?.Invoke(person) : null;
        return string.Join(" · ", new[] { EventFormatter.What(happened, culture) + (why.Length > 0 ? $" ({why})" : ""), happened.Door, who }.Where(part => !string.IsNullOrEmpty(part)));
    }
}
