namespace AccessKiosk.Enrollment.Renewal;

/// <summary>What the store knows of a person when a renewal is offered.</summary>
/// <param name="Consented">Whether the latest decision is a consent.</param>
/// <param name="HasEnrollment">Whether there is a reference of this embedder from an enrolment.</param>
/// <param name="NewestCapture">When the newest reference of this embedder was captured.</param>
/// <param name="Waiting">Whether a proposal waits.</param>
/// <param name="Lately">Proposals in the last 30 days.</param>
/// <param name="EnrollmentScore">Comparison score of the candidate against the enrolment.</param>
internal readonly record struct RenewalHistory(
    bool Consented, bool HasEnrollment, DateTimeOffset NewestCapture, bool Waiting, int Lately, float EnrollmentScore);

/// <summary>When a match may propose a newer reference. The order is that of cost: the first half needs no store.</summary>
public static class RenewalRules
{
    /// <summary>The time over which proposals are counted.</summary>
    public static TimeSpan Month { get; } = TimeSpan.FromDays(30);

    /// <summary>Whether the decision itself is good enough: sure, live, well seen. Null when it is.</summary>
    /// <param name="options">The options.</param>
    /// <param name="score">The comparison score.</param>
    /// <param name="threshold">The active threshold.</param>
    /// <param name="liveness">Probability that the track is live.</param>
    /// <param name="challengePassed">Whether it passed a challenge.</param>
    /// <param name="frames">Good frames of the track.</param>
    /// <param name="quality">Their mean quality.</param>
    public static RenewalAnswer? Refusal(
        RenewalOptions options, float score, float threshold, float liveness, bool challengePassed, int frames, float quality)
    {
        ArgumentNullException.ThrowIfNull(options);
        // Written so that a number that is none refuses.
        return !options.Enabled ? RenewalAnswer.Off
            : !(score >= threshold + options.Margin) ? RenewalAnswer.NotSure
            : !(challengePassed || liveness >= options.MinLiveness) ? RenewalAnswer.NotLive
            : !(frames >= options.MinFrames && quality >= options.MinQuality) ? RenewalAnswer.PoorView
            : null;
    }

    /// <summary>The same for a whole candidate, with what the store knows.</summary>
    internal static RenewalAnswer? Refusal(RenewalOptions options, RenewalCandidate c, in RenewalHistory history, DateTimeOffset now) =>
        Refusal(options, c.Score, c.Threshold, c.Liveness, c.ChallengePassed, c.Frames, c.Quality)
        ?? (!history.Consented ? RenewalAnswer.NoConsent
            : !history.HasEnrollment ? RenewalAnswer.NoEnrollment
            : history.Waiting ? RenewalAnswer.Waiting
            : now - history.NewestCapture < TimeSpan.FromDays(options.MinDaysSinceCapture) ? RenewalAnswer.TooSoon
            : history.Lately >= options.MaxPerMonth ? RenewalAnswer.Enough
            : !(history.EnrollmentScore >= c.StrictThreshold) ? RenewalAnswer.UnlikeEnrollment
            : null);
}
