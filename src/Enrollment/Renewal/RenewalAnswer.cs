namespace AccessKiosk.Enrollment.Renewal;

/// <summary>What became of a candidate.</summary>
public enum RenewalAnswer
{
    /// <summary>It waits for an operator.</summary>
    Proposed,

    /// <summary>It is a reference now.</summary>
    Accepted,

    /// <summary>Renewal is switched off.</summary>
    Off,

    /// <summary>The match was not far enough above the threshold.</summary>
    NotSure,

    /// <summary>The track was not surely live.</summary>
    NotLive,

    /// <summary>Too few frames, or too poor ones.</summary>
    PoorView,

    /// <summary>The person is erased, or their consent is gone.</summary>
    NoConsent,

    /// <summary>The person has no reference of this embedder from an enrolment to be held against.</summary>
    NoEnrollment,

    /// <summary>The newest reference is not old enough.</summary>
    TooSoon,

    /// <summary>There were enough proposals for this person lately.</summary>
    Enough,

    /// <summary>An earlier proposal waits.</summary>
    Waiting,

    /// <summary>It does not match the first enrolment at the stricter threshold.</summary>
    UnlikeEnrollment,
}
