using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;

namespace AccessKiosk.Access.Doors;

/// <summary>Whose recorded place staff forgive (anti-passback): one person's, a group's, or everybody's.</summary>
/// <param name="Person">One person.</param>
/// <param name="Group">The members of a group.</param>
public readonly record struct Forgiveness(PersonId? Person, Guid? Group)
{
    /// <summary>The audit's word.</summary>
    public const string Action = "anti-passback.forgiven";

    /// <summary>Whom it concerns; null for everybody.</summary>
    public IReadOnlyCollection<PersonId>? People(KioskStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return (Person, Group) switch
        {
            ({ } person, _) => [person],
            (_, { } group) => [.. store.People.List().Where(one => one.Groups.Contains(group)).Select(one => one.Id)],
            _ => null,
        };
    }

    /// <summary>Writes it to the audit.</summary>
    public Task RecordAsync(KioskStore store, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.Audit.AppendAsync(by, Action, Person?.ToString(), new { everybody = Person is null && Group is null, group = Group }, cancellationToken);
    }
}
