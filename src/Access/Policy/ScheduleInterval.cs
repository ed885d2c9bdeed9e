namespace AccessKiosk.Access.Policy;

/// <summary>A span of local wall-clock time that begins on one day, from <paramref name="Start"/> up to but without <paramref name="End"/>.</summary>
/// <param name="Start">The first moment.</param>
/// <param name="End">The first moment after it. Not later than the start: it lies on the next day; equal to it: 24 hours.</param>
public readonly record struct ScheduleInterval(TimeOnly Start, TimeOnly End)
{
    /// <summary>From midnight to midnight.</summary>
    public static ScheduleInterval WholeDay => default;

    /// <summary>Whether the interval that begins today holds <paramref name="time"/> of today.</summary>
    public bool HoldsToday(TimeOnly time) => time >= Start && (End <= Start || time < End);

    /// <summary>Whether the interval that began yesterday reaches <paramref name="time"/> of today.</summary>
    public bool HoldsTomorrow(TimeOnly time) => End <= Start && time < End;
}
