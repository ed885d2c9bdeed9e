using System.Globalization;
using AccessKiosk.Recognition.Timeline;
using AccessKiosk.Storage;

namespace AccessKiosk.Kiosk.Commands.Recognition;

/// <summary>The JSON of <c>timeline</c>: who appears when, by recording and in all.</summary>
/// <param name="Recordings">Each recording, in the order given.</param>
/// <param name="People">Everybody, the longest in view first.</param>
internal sealed record TimelineReport(IReadOnlyList<TimelineReport.Recording> Recordings, IReadOnlyList<TimelineReport.Total> People)
{
    public sealed record Recording(string File, double Seconds, int NotSeenWell, IReadOnlyList<Line> Appearances);

    public sealed record Line(string Name, string? Person, double From, double To);

    public sealed record Total(string Name, string? Person, double Seconds, int Appearances, int Recordings);

    public static TimelineReport Of(IReadOnlyList<WatchedRecording> recordings, Func<PersonId, string?> nameOf) => new(
        [.. recordings.Select(recording => new Recording(
            recording.File, Seconds(recording.Length), recording.NotSeenWell,
            [.. recording.Intervals.Select(one => new Line(Name(one.Who, nameOf), one.Who.Person?.ToString(), Seconds(one.From), Seconds(one.To)))]))],
        [.. recordings.SelectMany(recording => recording.Intervals.Select(one => (recording.File, Interval: one)))
            .GroupBy(one => one.Interval.Who)
            .Select(one => new Total(
                Name(one.Key, nameOf), one.Key.Person?.ToString(), Seconds(new(one.Sum(each => (each.Interval.To - each.Interval.From).Ticks))), one.Count(), one.Select(each => each.File).Distinct(StringComparer.Ordinal).Count()))
            .OrderByDescending(total => total.Seconds)]);

    public static string Name(Visitor who, Func<PersonId, string?> nameOf) =>
        who.Person is { } person ? nameOf(person) ?? person.ToString() : string.Create(CultureInfo.InvariantCulture, $"unknown_{who.Unknown}");

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 2);
}

/// <summary>A recording that was watched.</summary>
/// <param name="File">Its name.</param>
/// <param name="Length">How much of it was read.</param>
/// <param name="NotSeenWell">Faces that were never seen well enough to compare.</param>
/// <param name="Intervals">Who appears when.</param>
internal sealed record WatchedRecording(string File, TimeSpan Length, int NotSeenWell, IReadOnlyList<Interval> Intervals);
