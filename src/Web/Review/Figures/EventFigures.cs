using AccessKiosk.Access.Events;
using AccessKiosk.Access.Policy;
using AccessKiosk.Enrollment.Calibration.Statistics;
using AccessKiosk.Storage.Events;
using AccessKiosk.Web.Review.Charts;
using MathNet.Numerics.Statistics;

namespace AccessKiosk.Web.Review.Figures;

/// <summary>Operational figures of a time, each with the number of trials behind it.</summary>
internal sealed class EventFigures
{
    /// <summary>Days that charts reach back.</summary>
    public const int MostDays = 120;

    /// <summary>Events that are counted at most, the newest.</summary>
    public const int MostEvents = 200_000;

    private readonly Dictionary<DateOnly, DecisionCount> _days = [];
    private readonly DecisionCount[] _hours = [.. Enumerable.Range(0, 24).Select(hour => new DecisionCount($"{hour:00}", 0, 0, 0))];
    private readonly Dictionary<string, int> _denials = new(StringComparer.Ordinal);
    private readonly List<double> _seconds = [];

    private EventFigures() { }

    /// <summary>By day of the site, the oldest first; days without a decision are in it, and a shift that goes over midnight counts to the day it began on.</summary>
    public IReadOnlyList<DecisionCount> Days { get; private set; } = [];

    /// <summary>By hour of the day.</summary>
    public IReadOnlyList<DecisionCount> Hours => _hours;

    /// <summary>Why people were denied, the most frequent first.</summary>
    public IReadOnlyList<(string Reason, int Count)> Denials => [.. _denials.OrderByDescending(d => d.Value).ThenBy(d => d.Key, StringComparer.Ordinal).Select(d => (d.Key, d.Value))];

    /// <summary>All decisions.</summary>
    public DecisionCount All { get; private set; } = new("all", 0, 0, 0);

    /// <summary>Tracks that came to no decision.</summary>
    public int Undecided { get; private set; }

    /// <summary>Whether there were more events than are counted.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Decisions whose time is known.</summary>
    public int Timed => _seconds.Count;

    /// <summary>Grants among all decisions.</summary>
    public ErrorRate Grants => new(All.Granted, All.Total);

    /// <summary>A quantile of the time from first sight to decision, in seconds; null without decisions.</summary>
    public double? Seconds(double quantile) =>
        _seconds.Count == 0 ? null : _seconds.QuantileCustom(quantile, QuantileDefinition.R1);

    /// <summary>Counts.</summary>
    /// <param name="events">The events, newest first.</param>
    /// <param name="time">The site's clock.</param>
    /// <param name="from">The first moment.</param>
    /// <param name="until">The last.</param>
    /// <param name="policy">Says which shifts go over midnight.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<EventFigures> CountAsync(
        IAsyncEnumerable<AccessEvent> events, SiteTime time, DateTimeOffset from, DateTimeOffset until, AccessPolicy policy, CancellationToken cancellationToken)
    {
        var figures = new EventFigures();
        var count = 0;
        await foreach (var happened in events.WithCancellation(cancellationToken))
        {
            if (++count > MostEvents)
            {
                figures.IsCut = true;
                break;
            }

            figures.Add(happened, policy.ShiftDay(happened.Door, happened.At), time.Here(happened.At).Hour);
        }

        var (first, last) = (DateOnly.FromDateTime(time.Here(from).DateTime), DateOnly.FromDateTime(time.Here(until).DateTime));
        // The shift in which the time begins may have begun the day before.
        foreach (var day in figures._days.Keys)
            first = day < first ? day : first;
        figures.Days = [.. Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays)
            .Select(day => figures._days.GetValueOrDefault(day) with { Label = $"{day:yyyy-MM-dd}" })];
        return figures;
    }

    private void Add(AccessEvent happened, DateOnly day, int hour)
    {
        var code = happened.Code;
        var one = code == EventCodes.AccessGranted ? new DecisionCount("", 1, 0, 0)
            : code == EventCodes.AccessDenied ? new("", 0, 1, 0)
            : code == EventCodes.AlarmPresentationAttack ? new("", 0, 0, 1)
            : default;
        if (code == EventCodes.AccessUndecided)
            Undecided++;
        if (one.Total == 0)
            return;
        if (one.Denied > 0)
        {
            var reason = EventFormatter.Reason(happened.Reason) ?? "no reason recorded";
            _denials[reason] = _denials.GetValueOrDefault(reason) + 1;
        }

        if (happened.Seconds is { } seconds)
            _seconds.Add(seconds);
        _days[day] = Sum(_days.GetValueOrDefault(day), one);
        _hours[hour] = Sum(_hours[hour], one);
        All = Sum(All, one);
    }

    private static DecisionCount Sum(in DecisionCount a, in DecisionCount b) =>
        new(a.Label, a.Granted + b.Granted, a.Denied + b.Denied, a.Attacks + b.Attacks);
}
