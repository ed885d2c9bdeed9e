using AccessKiosk.Enrollment.People;
using AccessKiosk.Storage;

namespace AccessKiosk.Kiosk.Commands.People;

/// <summary>A person as the commands print them.</summary>
internal sealed record PersonReport(
    string Id, string Name, string? ExternalId, string? Note, string Status, DateTimeOffset? ValidFrom, DateTimeOffset? ValidUntil,
    string Consent, string? ConsentText, int References, bool HasPin, DateTimeOffset CreatedAt, DateTimeOffset? LastSeenAt)
{
    public static PersonReport Of(Person person) => new(
        person.Id.ToString(), person.Name, person.ExternalId, person.Note, Lower(person.Status), person.ValidFrom, person.ValidUntil,
        person.Consent is { } consent ? Lower(consent.Decision) : "none", person.Consent?.TextVersion,
        person.References, person.HasPin, person.CreatedAt, person.LastSeenAt);

    /// <summary>References, marked where they are fewer than a full enrolment has.</summary>
    public static string ReferencesOf(Person person, int wanted) => (person.References, person.Consent?.Decision) switch
    {
        (0, ConsentDecision.Declined or ConsentDecision.Withdrawn) => "none (no consent)",
        (0, _) => "none",
        var (count, _) when count < wanted => $"{count} of {wanted}",
        var (count, _) => $"{count}",
    };

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
