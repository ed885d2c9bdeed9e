using System.Globalization;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Records;

namespace AccessKiosk.Access.Policy;

/// <summary>What the policy remembers, line by line as the store keeps it: times as Unix milliseconds.</summary>
public static class StateText
{
    private const string Presence = "presence";
    private const string FirstIn = "first-in";
    private const string PadFailures = "pad-failures";
    private const string Closed = "!";
    private const string PersonFailures = "person-failures";

    /// <summary>Every line of a state.</summary>
    public static IEnumerable<StoredAccessState> Lines(AccessState state) =>
    [
        .. state.Presences.Select(p => Of(Presence, p.Key, $"{Text(p.Value.Since)} {p.Value.Zone}")),
        .. state.PersonFailures.Select(f => Of(PersonFailures, f.Key, Text(f.Value))),
        .. state.PadFailures.Select(f => new StoredAccessState(PadFailures, f.Key, null, Text(f.Value))),
        .. state.FirstIn.Select(f => new StoredAccessState(FirstIn, f.Key, null, Text(f.Value))),
    ];

    /// <summary>The state of its lines. A line that cannot be read was altered by hand: it is left out.</summary>
    public static AccessState Read(IEnumerable<StoredAccessState> lines) => lines.Aggregate(AccessState.Empty, Add);

    private static AccessState Add(AccessState state, StoredAccessState line) => line.Kind switch
    {
        Presence when line.Person is { } person && line.Text.Split(' ', 2) is [var since, { Length: > 0 } zone] && Time(since) is { } at =>
            state with { Presences = state.Presences.SetItem(person.Value, new(zone, at)) },
        PersonFailures when line.Person is { } person && Failures(line.Text) is { } count => state with { PersonFailures = state.PersonFailures.SetItem(person.Value, count) },
        PadFailures when Failures(line.Text) is { } count => state with { PadFailures = state.PadFailures.SetItem(line.Key, count) },
        FirstIn when Time(line.Text) is { } at => state with { FirstIn = state.FirstIn.SetItem(line.Key, at) },
        _ => state,
    };

    private static StoredAccessState Of(string kind, Guid person, string text) => new(kind, person.ToString("N"), new PersonId(person), text);

    private static string Text(DateTimeOffset at) => at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    // When the back-off began, which of its row it is and whether only staff end it, or a dash; then the failures that count.
    private static string Text(FailureCount count) =>
        string.Join(' ', [count.LockedAt is { } locked ? string.Create(CultureInfo.InvariantCulture, $"{Text(locked)}/{count.Rounds}{(count.IsClosed ? Closed : "")}") : "-", .. count.Times.Select(Text)]);

    private static FailureCount? Failures(string text)
    {
        var words = text.Split(' ');
        var times = words.Skip(1).Select(Time).ToList();
        var isClosed = words[0].EndsWith(Closed, StringComparison.Ordinal);
        var (locked, rounds) = words[0].Split('/') is [var at, var row] ? (Time(at), Rounds(isClosed ? row[..^Closed.Length] : row)) : (Time(words[0]), words[0] == "-" ? 0 : 1);
        return times.Contains(null) || (words[0] != "-" && (locked is null || rounds is 0)) ? null : new([.. times.OfType<DateTimeOffset>()], locked, rounds, isClosed);
    }

    private static int Rounds(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : 0;

    private static DateTimeOffset? Time(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
}
