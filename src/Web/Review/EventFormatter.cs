using System.Text.RegularExpressions;
using AccessKiosk.Access.Events;
using AccessKiosk.Storage.Records;
using AccessKiosk.Web.Layout;

namespace AccessKiosk.Web.Review;

/// <summary>Recorded events in plain words.</summary>
internal static partial class EventFormatter
{
    private const string Rules = "the rules refuse: ";

    /// <summary>The kinds that pages filter by, in the order of the list.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. Enum.GetValues<EventKind>().Select(EventKinds.Name)];

    /// <summary>A kind's name for people.</summary>
    public static string Kind(string kind) => kind switch
    {
        "granted" => "Granted",
        "denied" => "Denied",
        "spoof" => "Attack suspected",
        "undecided" => "Undecided",
        "challenge" => "Asked to move",
        "pin-asked" => "Asked for the PIN",
        "duress" => "Duress: silent alarm",
        "door" => "Door",
        "enrolled" => "Enrolled",
        "camera" => "Camera",
        "fault" => "Fault",
        _ => kind.Length == 0 ? "" : char.ToUpperInvariant(kind[0]) + kind[1..].Replace('-', ' '),
    };

    /// <summary>The tag's colour; the word says the same.</summary>
    public static string Tone(string kind) => kind switch
    {
        "granted" => "good",
        "spoof" or "duress" => "bad",
        "denied" or "fault" => "warn",
        _ => "",
    };

    /// <summary>Why.</summary>
    public static string Reason(AccessEvent happened) => happened.Kind switch
    {
        // No names are in these, which could be mistaken for the program's words.
        "denied" or "undecided" or "challenge" => Names().Replace(happened.Reason ?? "", match => Spaced(match.Value).ToLowerInvariant()),
        _ => happened.Reason ?? "",
    };

    /// <summary>Why somebody was denied, without what differs from case to case.</summary>
    public static string Denial(string? reason)
    {
        if (string.IsNullOrEmpty(reason))
            return "no reason recorded";
        var at = reason.IndexOf(Rules, StringComparison.Ordinal);
        return Spaced(at < 0 ? reason : reason[(at + Rules.Length)..]).ToLowerInvariant();
    }

    /// <summary><c>OutsideSchedule</c> as "Outside schedule".</summary>
    public static string Spaced(string name) => Borders().Replace(name, match => " " + match.Value.ToLowerInvariant());

    [GeneratedRegex("(?<=[a-z])[A-Z]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Borders();

    [GeneratedRegex(@"\b[A-Z][a-z]+(?:[A-Z][a-z]+)*\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Names();
}
