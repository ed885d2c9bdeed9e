using AccessKiosk.Enrollment.People;
using AccessKiosk.Storage;

namespace AccessKiosk.Web.People;

/// <summary>Whether a person is admitted.</summary>
internal enum Admission
{
    /// <summary>Yes.</summary>
    Active,

    /// <summary>Yes, but not for long.</summary>
    ExpiresSoon,

    /// <summary>From a later day on.</summary>
    NotYet,

    /// <summary>No more.</summary>
    Expired,

    /// <summary>Not until an operator says so.</summary>
    Suspended,
}

/// <summary>Whether a person's face is known.</summary>
internal enum FaceState
{
    /// <summary>Yes.</summary>
    Enrolled,

    /// <summary>To another model than the one in use: the person must come back.</summary>
    Reenrol,

    /// <summary>Not yet, or no more.</summary>
    None,

    /// <summary>The person declined, or took the consent back.</summary>
    Declined,
}

/// <summary>A person's state, as the pages and their filters name it.</summary>
internal static class PersonState
{
    /// <summary>An end within this time is worth a word.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    /// <summary>Whether the person is admitted now.</summary>
    public static Admission AdmissionOf(Person person, DateTimeOffset now) =>
        person.Status is PersonStatus.Suspended ? Admission.Suspended
        : now >= person.ValidUntil ? Admission.Expired
        : now < person.ValidFrom ? Admission.NotYet
        : now + Soon >= person.ValidUntil ? Admission.ExpiresSoon
        : Admission.Active;

    /// <summary>Whether the person's face is known.</summary>
    /// <param name="person">Who.</param>
    /// <param name="isKnown">Whether the gallery has a reference of somebody.</param>
    public static FaceState FaceOf(Person person, Func<PersonId, bool> isKnown) =>
        person.Consent is { Decision: ConsentDecision.Declined or ConsentDecision.Withdrawn } ? FaceState.Declined
        : person.References == 0 ? FaceState.None
        : isKnown(person.Id) ? FaceState.Enrolled
        : FaceState.Reenrol;

    /// <summary>In words.</summary>
    public static string Words(Admission admission) => admission switch
    {
        Admission.Active => "active",
        Admission.ExpiresSoon => "expires soon",
        Admission.NotYet => "not yet valid",
        Admission.Expired => "expired",
        _ => "suspended",
    };

    /// <summary>In words.</summary>
    public static string Words(FaceState face) => face switch
    {
        FaceState.Enrolled => "enrolled",
        FaceState.Reenrol => "must enrol again",
        FaceState.None => "no face yet",
        _ => "declined",
    };

    /// <summary>The tag's colour, which never stands alone.</summary>
    public static string Tone(Admission admission) => admission switch
    {
        Admission.Active => "good",
        Admission.ExpiresSoon or Admission.NotYet => "warn",
        _ => "bad",
    };

    /// <summary>The tag's colour, which never stands alone.</summary>
    public static string Tone(FaceState face) => face switch
    {
        FaceState.Enrolled => "good",
        FaceState.Reenrol => "warn",
        _ => "",
    };
}
