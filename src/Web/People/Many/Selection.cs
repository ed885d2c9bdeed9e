using System.Security.Cryptography;
using System.Text;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;

namespace AccessKiosk.Web.People.Many;

/// <summary>People who are to be changed together, named by the page's address: one by one, or as all who fit a search.</summary>
/// <param name="People">Who.</param>
/// <param name="Total">How many are named; more than <see cref="Most"/> are not listed.</param>
internal sealed record Selection(IReadOnlyList<Person> People, int Total)
{
    /// <summary>So many can be changed at once.</summary>
    public const int Most = 500;

    /// <summary>Tells two selections apart: what is done is done to those who were shown.</summary>
    public string Digest { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(People.Select(person => person.Id.ToString()).Order(StringComparer.Ordinal)))));

    /// <summary>Reads it from an address.</summary>
    public static Selection Read(IQueryCollection query, KioskStore store, PeopleIndex index)
    {
        IReadOnlyList<Person> people = query["all"] == "true"
            ? index.All(PeopleQuery.Read(query["q"], query["state"], query["group"], page: null))
            : [.. query["p"].Select(text => Guid.TryParse(text, out var id) ? store.People.Find(new PersonId(id)) : null).OfType<Person>().DistinctBy(person => person.Id)];
        return new(people.Count > Most ? [] : people, people.Count);
    }
}
