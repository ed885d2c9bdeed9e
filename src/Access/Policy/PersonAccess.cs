using System.Collections.Immutable;
using AccessKiosk.Enrollment.People;

namespace AccessKiosk.Access.Policy;

/// <summary>What the policy needs to know of a person; no name and nothing biometric.</summary>
public sealed record PersonAccess
{
    /// <summary>The identifier.</summary>
    public required Guid Id { get; init; }

    /// <summary>False while suspended.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>Not admitted before; null: no beginning.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>Not admitted from then on; null: no end.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>The groups.</summary>
    public ImmutableArray<Guid> Groups { get; init; } = [];

    /// <summary>Whether a PIN is set.</summary>
    public bool HasPin { get; init; }

    /// <summary>Whether a face is enrolled; who has one is never let in without it. True unless said otherwise.</summary>
    public bool HasReferences { get; init; } = true;

    /// <summary>A person's rights.</summary>
    public static PersonAccess Of(Person person) => new()
    {
        Id = person.Id.Value,
        IsActive = person.Status is PersonStatus.Active,
        ValidFrom = person.ValidFrom,
        ValidUntil = person.ValidUntil,
        Groups = [DefaultAccessModel.Group, .. person.Groups],
        HasPin = person.HasPin,
        HasReferences = person.References > 0,
    };

    /// <summary>The identifier.</summary>
    public override string ToString() => Id.ToString();
}
