namespace AccessKiosk.Storage.Clock;

/// <summary>The wall clock beside the time that the store has witnessed.</summary>
/// <param name="Now">The wall clock.</param>
/// <param name="Witnessed">
/// The instant up to which the passing of time was seen: what ran by on the monotonic clock, and what was confirmed.
/// </param>
public readonly record struct ClockReading(DateTimeOffset Now, DateTimeOffset Witnessed)
{
    /// <summary>A kiosk that was off for longer asks whether the date is right.</summary>
    public static readonly TimeSpan LongestGap = TimeSpan.FromDays(7);

    /// <summary>A clock further behind than this is wrong.</summary>
    public static readonly TimeSpan LongestLag = TimeSpan.FromDays(1);

    /// <summary>How far the wall clock is ahead of what was witnessed; negative when it is behind.</summary>
    public TimeSpan Ahead => Now - Witnessed;

    /// <summary>Neither ahead nor behind by more than an outage explains.</summary>
    public bool IsSane => Ahead <= LongestGap && Ahead >= -LongestLag;

    /// <summary>The latest instant that may age anything: what is destroyed because of its age is older than that on both clocks.</summary>
    public DateTimeOffset Safe => Now < Witnessed ? Now : Witnessed;

    /// <summary>The instant for new rows: a clock that fell back must not make them look old.</summary>
    public DateTimeOffset Stamp => Ahead < -LongestLag ? Witnessed : Now;

    /// <summary>The instant to keep for something that happened just now, by the wall clock at <paramref name="at"/>.</summary>
    public DateTimeOffset StampFor(DateTimeOffset at) => Ahead < -LongestLag ? Witnessed : at;

    /// <summary>What is wrong with the clock and what to do; null when it is sane.</summary>
    public string? Fault => IsSane
        ? null
        : Ahead > TimeSpan.Zero
            ? $"The clock says {Now:yyyy-MM-dd HH:mm} UTC, {Ahead.TotalDays:0} days past {Witnessed:yyyy-MM-dd HH:mm}, up to which this kiosk was seen running. "
                + "Nothing is removed for its age because of these days. If the date is right, confirm it (kiosk privacy confirm-clock, or the privacy page); if not, set the clock."
            : $"The clock says {Now:yyyy-MM-dd HH:mm} UTC, but this kiosk already ran at {Witnessed:yyyy-MM-dd HH:mm}: set the clock (NTP, a battery). "
                + "If this date is right and the other was wrong, confirm it (kiosk privacy confirm-clock, or the privacy page).";
}
