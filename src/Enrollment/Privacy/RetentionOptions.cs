namespace AccessKiosk.Enrollment.Privacy;

/// <summary>How long each kind of data is kept.</summary>
public sealed class RetentionOptions
{
    private static readonly TimeSpan Shortest = TimeSpan.FromDays(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    /// <summary>Events, and spoof alerts without their pictures; 1 day to 10 years, default 90 days.</summary>
    public TimeSpan Events { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Pictures of spoof alerts; 1 day to 10 years, default 30 days.</summary>
    public TimeSpan SpoofPictures { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Proposed renewals of references that nobody decided about; 1 day to 10 years, default 30 days.</summary>
    public TimeSpan Renewals { get; set; } = TimeSpan.FromDays(30);

    /// <summary>References of people who were neither seen nor enrolled for so long; 1 day to 10 years, default 1 year.</summary>
    public TimeSpan InactiveReferences { get; set; } = TimeSpan.FromDays(365);

    /// <summary>Every fault of these options; empty when there is none.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        Add(nameof(Events), Events);
        Add(nameof(SpoofPictures), SpoofPictures);
        Add(nameof(Renewals), Renewals);
        Add(nameof(InactiveReferences), InactiveReferences);
        if (faults.Count == 0 && SpoofPictures > Events)
            faults.Add($"Retention.SpoofPictures ({SpoofPictures.TotalDays:0} days) outlasts the alerts (Events, {Events.TotalDays:0} days): shorten it.");
        return faults;

        void Add(string name, TimeSpan time)
        {
            if (time < Shortest || time > Longest)
                faults.Add($"Retention.{name} is {time.TotalDays:0.###} days: choose 1 to 3660.");
        }
    }
}

/// <summary>What a purge removed.</summary>
/// <param name="Events">Events deleted.</param>
/// <param name="Alerts">Spoof alerts deleted.</param>
/// <param name="Pictures">Pictures deleted, and their keys.</param>
/// <param name="People">People whose references were deleted, and the keys of these.</param>
/// <param name="References">References deleted.</param>
/// <param name="Renewals">Proposed renewals that expired.</param>
public sealed record PurgeReport(int Events, int Alerts, int Pictures, int People, int References, int Renewals)
{
    /// <summary>Why less was removed than the wall clock asks for, and what to do; null when the clock is sane.</summary>
    public string? ClockFault { get; init; }
}
