using System.Collections.Immutable;

namespace AccessKiosk.Access.Policy;

/// <summary>Where a person was last seen to go.</summary>
/// <param name="Zone">The place.</param>
/// <param name="Since">When they went there.</param>
public readonly record struct Presence(string Zone, DateTimeOffset Since);

/// <summary>Failures of one door or one person.</summary>
/// <param name="Times">The failures that still count, oldest first.</param>
/// <param name="LockedAt">When the latest back-off began.</param>
public sealed record FailureCount(ImmutableArray<DateTimeOffset> Times, DateTimeOffset? LockedAt)
{
    /// <summary>Whether the back-off runs. A clock that was set back to before it began ends it.</summary>
    public bool IsLocked(DateTimeOffset at, LockoutRule rule) => LockedAt <= at && at < LockedAt + rule.BackOff;

    /// <summary>One more failure; a full count begins a back-off and starts again.</summary>
    public FailureCount Add(DateTimeOffset at, LockoutRule rule)
    {
        var counting = Times.RemoveAll(time => time > at || at - time >= rule.Window).Add(at);
        return counting.Length >= rule.Failures ? new([], at) : new(counting, LockedAt);
    }
}

/// <summary>What the policy remembers; immutable. The caller keeps the newest and may store it.</summary>
public sealed record AccessState
{
    /// <summary>Nothing has happened.</summary>
    public static AccessState Empty { get; } = new();

    /// <summary>Failures by door.</summary>
    public ImmutableDictionary<string, FailureCount> DoorFailures { get; init; } = ImmutableDictionary.Create<string, FailureCount>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Wrong PINs by person, so that a PIN cannot be guessed at one door after another.</summary>
    public ImmutableDictionary<Guid, FailureCount> PersonFailures { get; init; } = ImmutableDictionary<Guid, FailureCount>.Empty;

    /// <summary>Where people are; nobody is listed before they first pass a followed door.</summary>
    public ImmutableDictionary<Guid, Presence> Presences { get; init; } = ImmutableDictionary<Guid, Presence>.Empty;

    /// <summary>When the last first person came, by door.</summary>
    public ImmutableDictionary<string, DateTimeOffset> FirstIn { get; init; } = ImmutableDictionary.Create<string, DateTimeOffset>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Staff forgive a person's place: the next door lets them in.</summary>
    public AccessState Forgive(Guid person) => this with { Presences = Presences.Remove(person) };
}
