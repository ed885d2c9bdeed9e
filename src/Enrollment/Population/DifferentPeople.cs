using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Population;

/// <summary>Pairs of people who look alike and of whom staff have said that they are two: nothing reports them as one any more.</summary>
/// <param name="store">The store.</param>
public sealed class DifferentPeople(KioskStore store)
{
    // Two identifiers a pair, the smaller first.
    private const string Setting = "different-people";

    /// <summary>Every pair.</summary>
    public async Task<IReadOnlySet<(PersonId First, PersonId Second)>> ListAsync(CancellationToken cancellationToken) =>
        Read((await store.Settings.FindAsync(Setting, cancellationToken))?.Text);

    /// <summary>Everybody who is not this person, though they look alike.</summary>
    public async Task<IReadOnlySet<PersonId>> FromAsync(PersonId person, CancellationToken cancellationToken) =>
        (await ListAsync(cancellationToken)).Where(pair => pair.First == person || pair.Second == person).Select(pair => pair.First == person ? pair.Second : pair.First).ToHashSet();

    /// <summary>Staff say that they are two people; audited.</summary>
    public async Task MarkAsync(PersonId first, PersonId second, string by, CancellationToken cancellationToken)
    {
        var stored = await store.Settings.FindAsync(Setting, cancellationToken);
        var pairs = Read(stored?.Text);
        pairs.Add(Pair(first, second));
        pairs.RemoveWhere(pair => store.People.Find(pair.First) is null || store.People.Find(pair.Second) is null);
        var lines = pairs.Select(pair => $"{pair.First} {pair.Second}").Order(StringComparer.Ordinal);
        await store.Settings.WriteAsync(Setting, string.Join('\n', lines), stored?.Version ?? 0, by, "two people marked as different", cancellationToken);
    }

    /// <summary>Two people as a pair, whichever is named first.</summary>
    public static (PersonId First, PersonId Second) Pair(PersonId one, PersonId other) =>
        string.CompareOrdinal(one.ToString(), other.ToString()) <= 0 ? (one, other) : (other, one);

    private static HashSet<(PersonId First, PersonId Second)> Read(string? text)
    {
        var pairs = new HashSet<(PersonId, PersonId)>();
        foreach (var line in text?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [])
            if (line.Split(' ') is [var first, var second] && Guid.TryParse(first, out var one) && Guid.TryParse(second, out var other))
                pairs.Add(Pair(new(one), new(other)));
        return pairs;
    }
}
