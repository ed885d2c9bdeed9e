using AccessKiosk.Access.Policy;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Store;

namespace AccessKiosk.Access.Rules;

/// <summary>Whom rules are about: the groups and the people who are not suspended, expired or erased.</summary>
public sealed class RulePeople
{
    private readonly Dictionary<Guid, string> _names;
    private readonly ILookup<Guid, Person> _members;

    /// <summary>Of groups and people.</summary>
    /// <param name="groups">The groups' names.</param>
    /// <param name="people">Everybody.</param>
    /// <param name="now">Who has expired is left out.</param>
    public RulePeople(IEnumerable<(Guid Id, string Name)> groups, IEnumerable<Person> people, DateTimeOffset now)
    {
        _names = groups.ToDictionary(group => group.Id, group => group.Name);
        _names[DefaultAccessModel.Group] = DefaultAccessModel.GroupName;
        Active = [.. people.Where(person => person.Status is PersonStatus.Active && !(now >= person.ValidUntil))];
        _members = Active.SelectMany(person => person.Groups.Select(group => (group, person))).ToLookup(one => one.group, one => one.person);
    }

    /// <summary>Those who may be let in now or later.</summary>
    public IReadOnlyList<Person> Active { get; }

    /// <summary>Reads them.</summary>
    public static async Task<RulePeople> ReadAsync(KioskStore store, DateTimeOffset now, CancellationToken cancellationToken) =>
        new((await store.Groups.ListAsync(cancellationToken)).Select(group => (group.Id, group.Name)), store.People.All, now);

    /// <summary>A group's name; null when there is no such group any more.</summary>
    public string? Name(Guid group) => _names.GetValueOrDefault(group);

    /// <summary>Who is in a group.</summary>
    public IEnumerable<Person> Members(Guid group) => group == DefaultAccessModel.Group ? Active : _members[group];

    /// <summary>Whether everybody in one group is in another, as things are now.</summary>
    public bool IsWithin(Guid group, Guid other) => other == DefaultAccessModel.Group || Members(group).All(person => person.Groups.Contains(other));
}
