using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.People;

/// <summary>What staff may set of a person, in one value; equal when all of it is, the groups in any order.</summary>
/// <param name="Number">The number in another system; null for none.</param>
/// <param name="Name">The name.</param>
/// <param name="Note">A remark; null for none.</param>
/// <param name="Status">Active or suspended.</param>
/// <param name="ValidFrom">Not admitted before; null for no limit.</param>
/// <param name="ValidUntil">Not admitted from then on; null for no limit.</param>
/// <param name="Groups">The groups.</param>
public sealed record PersonValues(
    string? Number, string Name, string? Note, PersonStatus Status, DateTimeOffset? ValidFrom, DateTimeOffset? ValidUntil, IReadOnlySet<Guid> Groups)
{
    /// <summary>What is stored of a person now.</summary>
    public static PersonValues Of(Person person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return new(person.ExternalId, person.Name, person.Note, person.Status, person.ValidFrom, person.ValidUntil, person.Groups.ToHashSet());
    }

    /// <summary>The same as the store takes it: without blanks around texts.</summary>
    /// <exception cref="StoreException">A value cannot be taken; the message says which.</exception>
    public PersonValues Checked()
    {
        var profile = Profile.Of(new() { Name = Name, ExternalId = Number, Note = Note, Status = Status, ValidFrom = ValidFrom, ValidUntil = ValidUntil });
        return this with { Number = profile.ExternalId, Name = profile.Name, Note = profile.Note };
    }

    /// <inheritdoc/>
    public bool Equals(PersonValues? other) => other is not null
        && (Number, Name, Note, Status, ValidFrom, ValidUntil) == (other.Number, other.Name, other.Note, other.Status, other.ValidFrom, other.ValidUntil)
        && Groups.SetEquals(other.Groups);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Number, Name, Note, Status, ValidFrom, ValidUntil, Groups.Count);

    /// <summary>Says nothing of the person.</summary>
    public override string ToString() => nameof(PersonValues);
}

/// <summary>A change of a person: it is made only where the person still is as it was when somebody decided on it.</summary>
/// <param name="Person">Who.</param>
/// <param name="Before">What was stored then.</param>
/// <param name="After">What is to be stored.</param>
public sealed record PersonEdit(PersonId Person, PersonValues Before, PersonValues After)
{
    /// <summary>What a directory changes; null where none does.</summary>
    public DirectoryEdit? Directory { get; init; }
}
