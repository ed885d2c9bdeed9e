using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Remote;

/// <summary>Pictures of a person that are not taken at the kiosk: on a phone by invitation, or at the desk. They count once an operator has looked at them.</summary>
/// <param name="Id">The identifier.</param>
/// <param name="Person">Whose face it is to be.</param>
/// <param name="Source">Where the pictures come from: <c>phone</c> or <c>desk</c>; the references' source later.</param>
/// <param name="TextVersion">The version of the consent text that the person agreed to; null where nobody agreed yet.</param>
/// <param name="TakenBy">Who took that consent.</param>
/// <param name="CreatedBy">The operator who began it.</param>
/// <param name="CreatedAt">When it was begun.</param>
/// <param name="ExpiresAt">When its link stops working.</param>
/// <param name="SentAt">When the pictures were sent to be reviewed; null before.</param>
/// <param name="Pictures">How many pictures there are.</param>
public sealed record RemoteEnrollment(
    Guid Id,
    PersonId Person,
    string Source,
    string? TextVersion,
    string? TakenBy,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? SentAt,
    int Pictures)
{
    /// <summary>The source of pictures that people take themselves.</summary>
    public const string Phone = "phone";

    /// <summary>The source of pictures that an operator brings.</summary>
    public const string Desk = "desk";

    /// <summary>The most pictures of one enrolment.</summary>
    public const int MostPictures = 8;

    /// <summary>How long a link works, and pictures that were not sent are kept.</summary>
    public static readonly TimeSpan LinkLife = TimeSpan.FromDays(7);

    /// <summary>How long pictures that were sent wait for their review at most.</summary>
    public static readonly TimeSpan ReviewLife = TimeSpan.FromDays(30);
}
