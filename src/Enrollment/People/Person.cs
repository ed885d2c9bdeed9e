using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.People;

/// <summary>Whether a person may enter at all.</summary>
public enum PersonStatus
{
    /// <summary>Admitted within the validity.</summary>
    Active,

    /// <summary>Not admitted until set active again.</summary>
    Suspended,
}

/// <summary>A person as stored. <see cref="ToString"/> gives the identifier alone, so that logs hold no names.</summary>
/// <param name="Id">The identifier.</param>
/// <param name="Name">The name; need not be unique.</param>
/// <param name="ExternalId">The number in another system (badge, staff number, import folder); unique where given.</param>
/// <param name="Note">A remark of the admin.</param>
/// <param name="Status">Active or suspended.</param>
/// <param name="ValidFrom">Not admitted before.</param>
/// <param name="ValidUntil">Not admitted from then on.</param>
/// <param name="CreatedAt">When added.</param>
/// <param name="LastSeenAt">When last identified, to the day.</param>
/// <param name="Consent">The latest decision about the use of the face; null when never asked.</param>
/// <param name="References">How many references are stored, of all models.</param>
/// <param name="Groups">The groups.</param>
public sealed record Person(
    PersonId Id,
    string Name,
    string? ExternalId,
    string? Note,
    PersonStatus Status,
    DateTimeOffset? ValidFrom,
    DateTimeOffset? ValidUntil,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastSeenAt,
    Consent? Consent,
    int References,
    IReadOnlyList<Guid> Groups)
{
    /// <summary>Whether a PIN is set.</summary>
    public bool HasPin => Pin is not null;

    /// <summary>Whether the references come from pictures that prove no live person: the first passage asks for a movement.</summary>
    public bool NeedsProof { get; init; }

    /// <summary>What a directory calls the person; null for somebody whom no directory has sent.</summary>
    public DirectoryEntry? Directory { get; init; }

    /// <summary>The PIN's hashes; null when none is set.</summary>
    internal PinHashes? Pin { get; init; }

    /// <summary>The identifier.</summary>
    public override string ToString() => Id.ToString();
}

/// <summary>A person to be added.</summary>
public sealed record NewPerson
{
    /// <summary>The name, in any script; 1 to 200 characters.</summary>
    public required string Name { get; init; }

    /// <inheritdoc cref="Person.ExternalId"/>
    public string? ExternalId { get; init; }

    /// <inheritdoc cref="Person.Note"/>
    public string? Note { get; init; }

    /// <inheritdoc cref="Person.Status"/>
    public PersonStatus Status { get; init; }

    /// <inheritdoc cref="Person.ValidFrom"/>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <inheritdoc cref="Person.ValidUntil"/>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <inheritdoc cref="Person.Groups"/>
    public IReadOnlyList<Guid> Groups { get; init; } = [];

    /// <inheritdoc cref="Person.Directory"/>
    public DirectoryEntry? Directory { get; init; }

    /// <summary>Says nothing of the person.</summary>
    public override string ToString() => nameof(NewPerson);
}

/// <summary>An enrolment: a person, their consent and their references, stored together or not at all.</summary>
/// <param name="Person">Who.</param>
/// <param name="Consent">The consent given.</param>
/// <param name="References">The references; at least one.</param>
public sealed record NewEnrollment(NewPerson Person, NewConsent Consent, IReadOnlyList<NewReference> References);
