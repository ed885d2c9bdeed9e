using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Renewal;

/// <summary>A proposal to renew a person's references, without the embedding.</summary>
/// <param name="Id">The identifier.</param>
/// <param name="Person">Whose.</param>
/// <param name="State">What became of it.</param>
/// <param name="Score">The comparison score that identified the person.</param>
/// <param name="Threshold">The threshold that was active.</param>
/// <param name="EnrollmentScore">The comparison score against the mean of the enrolment.</param>
/// <param name="Quality">Mean quality of the frames, 0 to 1.</param>
/// <param name="CapturedAt">When the person was seen.</param>
/// <param name="DecidedBy">Who decided; null while it waits.</param>
/// <param name="DecidedAt">When.</param>
public sealed record ReferenceRenewal(
    Guid Id,
    PersonId Person,
    RenewalState State,
    float Score,
    float Threshold,
    float EnrollmentScore,
    float Quality,
    DateTimeOffset CapturedAt,
    string? DecidedBy,
    DateTimeOffset? DecidedAt);
