using AccessKiosk.Access.Lanes;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Storage;

namespace AccessKiosk.Web.People.Guided;

/// <summary>Who is to be enrolled, with the consent that makes it lawful.</summary>
/// <param name="Known">Somebody in the store; null for somebody new.</param>
/// <param name="Fresh">Somebody new; null for somebody in the store.</param>
/// <param name="Consent">The consent that was given.</param>
/// <param name="By">The operator.</param>
/// <param name="Lane">Whose camera is borrowed.</param>
internal sealed record EnrollmentPlan(Person? Known, NewPerson? Fresh, NewConsent Consent, string By, Lane Lane)
{
    /// <summary>Who looks like the person and is known to be somebody else.</summary>
    public IReadOnlySet<PersonId> Others { get; init; } = new HashSet<PersonId>();

    /// <summary>The person's name.</summary>
    public string Name => Known?.Name ?? Fresh!.Name;

    /// <summary>Says nothing of the person.</summary>
    public override string ToString() => nameof(EnrollmentPlan);
}
