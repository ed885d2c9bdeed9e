using System.Collections.Immutable;

namespace AccessKiosk.Access.Policy;

/// <summary>Where a person was last seen to go.</summary>
/// <param name="Zone">The place.</param>
/// <param name="Since">When they went there.</param>
public readonly record struct Presence(string Zone, DateTimeOffset Since);

/// <summary>Failures of one door or one person.</summary>
/// <param name="Times">The failures that still count, oldest first.</param>
/// <param name="LockedAt">When the latest back-off began.</param>
/// <param name="Rounds">Back-offs in a row; each lasts twice as long as the one before.</param>
/// <param name="IsClosed">The row was so long that only staff end it.</param>
public sealed record FailureCount(ImmutableArray<DateTimeOffset> Times, DateTimeOffset? LockedAt, int Rounds, bool IsClosed = false)
{
    /// <summary>Whether the back-off runs. A clock that was set back to before it began ends it, unless only staff do.</summary>
    public bool IsLocked(DateTimeOffset at, LockoutRule rule) => IsClosed || (LockedAt <= at && at < LockedAt + rule.Length(Rounds));

    /// <summary>Whether this failure began a back-off that makes the row one of somebody who tries PINs out.</summary>
    /// <param name="before">The count before it; null for none.</param>
    public bool IsGuessing(FailureCount? before) => LockedAt != before?.LockedAt && Rounds >= LockoutRule.GuessingRounds;

    /// <summary>One more failure; a full count begins a back-off and starts again.</summary>
    public FailureCount Add(DateTimeOffset at, LockoutRule rule)
    {
        var counting = Times.RemoveAll(time => time > at || at - time >= rule.Window).Add(at);
        if (counting.Length < rule.Failures)
            return this with { Times = counting };
        var isRow = LockedAt is { } before && at - before < LockoutRule.RowEnds;
        var rounds = isRow ? Math.Min(Rounds + 1, LockoutRule.MostRounds) : 1;
        return new([], at, rounds, rule.ClosedAfter > 0 && rounds >= rule.ClosedAfter);
    }

    /// <summary>The same with instants after <paramref name="now"/>, which a wrong clock gave, taken for now.</summary>
    public FailureCount Settle(DateTimeOffset now) =>
        LockedAt > now || Times.Any(time => time > now)
            ? this with { LockedAt = LockedAt > now ? now : LockedAt, Times = [.. Times.Select(time => time > now ? now : time)] }
            : this;
}

/// <summary>What the policy remembers; immutable. The caller keeps the newest and may store it.</summary>
public sealed record AccessState
{
    /// <summary>Nothing has happened.</summary>
    public static AccessState Empty { get; } = new();

    /// <summary>Failed entries by number and PIN, by <see cref="PadKey"/>.</summary>
    public ImmutableDictionary<string, FailureCount> PadFailures { get; init; } = ImmutableDictionary.Create<string, FailureCount>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Wrong PINs by person, so that a PIN cannot be guessed at one door after another.</summary>
    public ImmutableDictionary<Guid, FailureCount> PersonFailures { get; init; } = ImmutableDictionary<Guid, FailureCount>.Empty;

    /// <summary>Where people are; nobody is listed before they first pass a followed door.</summary>
    public ImmutableDictionary<Guid, Presence> Presences { get; init; } = ImmutableDictionary<Guid, Presence>.Empty;

    /// <summary>When the last first person came, by door.</summary>
    public ImmutableDictionary<string, DateTimeOffset> FirstIn { get; init; } = ImmutableDictionary.Create<string, DateTimeOffset>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The same with the instants of failures and places that lie in the future, because the clock was wrong then or is now,
    /// taken for now: a back-off neither ends early nor outlasts its length.
    /// </summary>
    /// <param name="now">The wall clock.</param>
    /// <param name="steady">The clock that failures are counted by; the same by default.</param>
    public AccessState Settle(DateTimeOffset now, DateTimeOffset? steady = null)
    {
        var counted = steady ?? now;
        var (pads, people, presences) = (PadFailures, PersonFailures, Presences);
        foreach (var (pad, count) in PadFailures)
            pads = pads.SetItem(pad, count.Settle(counted));
        foreach (var (person, count) in PersonFailures)
            people = people.SetItem(person, count.Settle(counted));
        foreach (var (person, presence) in Presences)
            if (presence.Since > now)
                presences = presences.SetItem(person, presence with { Since = now });
        return pads == PadFailures && people == PersonFailures && presences == Presences
            ? this
            : this with { PadFailures = pads, PersonFailures = people, Presences = presences };
    }

    /// <summary>Staff clear the failures at the pads of a door; nobody's PIN is touched.</summary>
    public AccessState ClearPads(string door) => this with { PadFailures = PadFailures.RemoveRange(PadFailures.Keys.Where(pad => PadKey.IsOf(pad, door))) };

    /// <summary>Staff clear the wrong PINs of one person.</summary>
    public AccessState ClearPin(Guid person) => this with { PersonFailures = PersonFailures.Remove(person) };

    /// <summary>Staff forgive a person's place: the next door lets them in.</summary>
    public AccessState Forgive(Guid person) => this with { Presences = Presences.Remove(person) };

    /// <summary>Staff forgive the places of some people, or of everybody.</summary>
    /// <param name="people">Who; null for everybody.</param>
    public AccessState Forgive(IReadOnlyCollection<Guid>? people) => this with { Presences = people is null ? Presences.Clear() : Presences.RemoveRange(people) };
}
