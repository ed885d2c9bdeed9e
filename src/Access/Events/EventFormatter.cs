using System.Globalization;
using System.Resources;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Access.Events;

/// <summary>Makes the words of events from their codes, in the reader's language: the current UI culture unless one is given.</summary>
public static class EventFormatter
{
    private static readonly ResourceManager Words = new("AccessKiosk.Access.Events.EventText", typeof(EventFormatter).Assembly);

    /// <summary>The languages that there are words in, English first.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["en", "de", "es", "fr", "it", "ar"];

    /// <summary>The culture of a language or locale, for instance <c>de</c> or <c>de_DE.UTF-8</c>; null when there are no words in it.</summary>
    public static CultureInfo? Culture(string? language) =>
        Languages.FirstOrDefault(one => language?.Split('_', '-', '.', '@')[0].Equals(one, StringComparison.OrdinalIgnoreCase) == true) is { } found ? CultureInfo.GetCultureInfo(found) : null;

    /// <summary>What happened.</summary>
    public static string What(AccessEvent happened, CultureInfo? culture = null)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return Name(happened.Code.Name, culture);
    }

    /// <summary>Why, and further text.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="nameOf">Names of people; null where they are called by their identifier.</param>
    /// <param name="culture">The language.</param>
    public static string Why(AccessEvent happened, Func<PersonId, string?>? nameOf = null, CultureInfo? culture = null)
    {
        ArgumentNullException.ThrowIfNull(happened);
        var alike = happened.Alike is { Count: > 0 } people ? string.Join(", ", people.Select(person => nameOf?.Invoke(person) ?? person.ToString())) : null;
        return string.Join(", ", new[]
        {
            alike is null ? Reason(happened.Reason, culture) : string.Format(CultureInfo.InvariantCulture, Text("reason.too_alike_of", culture)!, alike),
            happened.Cue is { } cue ? Text($"cue.{cue}", culture) : null,
            happened.Cause is { } cause && SaysCause(happened) ? Text($"cause.{cause}", culture) : null,
            happened.Action is { } action ? Text($"action.{action}", culture) : null,
            happened.Challenged is true ? Text("challenged", culture) : null,
            happened.Detail,
            happened.Method is { } how ? Text($"method.{SnakeCase.Name(how)}", culture) : null,
        }.Where(part => !string.IsNullOrEmpty(part)).Distinct(StringComparer.Ordinal));
    }

    /// <summary>A severity, a group or a code in words; the name itself when there are none.</summary>
    public static string Name(string filter, CultureInfo? culture = null)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Text(filter, culture) ?? Text($"severity.{filter}", culture) ?? Text($"group.{filter}", culture) ?? filter;
    }

    /// <summary>A reason in words; null for none.</summary>
    public static string? Reason(ReasonCode? reason, CultureInfo? culture = null) => reason is { } code ? Text($"reason.{SnakeCase.Name(code)}", culture) : null;

    /// <summary>What spoke for an attack, in words; null for none.</summary>
    public static string? Cue(string? cue, CultureInfo? culture = null) => cue is null ? null : Text($"cue.{cue}", culture) ?? cue;

    /// <summary>The line of a decision about a track, for a console.</summary>
    public static string Decision(AccessEvent happened, string why, CultureInfo? culture = null)
    {
        ArgumentNullException.ThrowIfNull(happened);
        // A plain grant needs no reason.
        var reason = why.Length == 0 ? "" : string.Format(CultureInfo.InvariantCulture, Text("console.why", culture)!, why);
        return string.Format(
            CultureInfo.InvariantCulture, Text("console.decision", culture)!, happened.Name ?? Text("console.nobody", culture), reason,
            happened.Score, happened.Threshold, happened.Liveness, happened.Frames, happened.Seconds, happened.Track);
    }

    // Other codes of a door say the cause themselves.
    private static bool SaysCause(AccessEvent happened) =>
        (happened.Code == EventCodes.DoorUnlocked || happened.Code == EventCodes.DoorLocked || happened.Code == EventCodes.DoorRefused || happened.Code == EventCodes.DoorStateChanged)
        && (happened.Cause != SnakeCase.Name(DoorInput.Tick) || happened.Detail is null);

    private static string? Text(string key, CultureInfo? culture) => Words.GetString(key, culture ?? CultureInfo.CurrentUICulture);
}
