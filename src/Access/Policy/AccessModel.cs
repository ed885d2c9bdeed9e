using System.Collections.Frozen;

namespace AccessKiosk.Access.Policy;

/// <summary>
/// Back-off after failures: it doubles from one to the next, up to <see cref="Longest"/>, until a right PIN, staff or a day without one
/// ends the row. After <see cref="ClosedAfter"/> in a row only staff do.
/// </summary>
public sealed record LockoutRule
{
    /// <summary>The longest back-off, unless <see cref="BackOff"/> is longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>A back-off that began so long after the last one is a first one.</summary>
    internal static readonly TimeSpan RowEnds = TimeSpan.FromDays(1);

    /// <summary>From so many back-offs in a row somebody is told that PINs are being tried out.</summary>
    internal const int GuessingRounds = 3;

    /// <summary>No row is counted further.</summary>
    internal const int MostRounds = 30;

    /// <summary>How many failures begin a back-off.</summary>
    public int Failures { get; init; } = 5;

    /// <summary>The back-off of a row that only staff end; 0: none does.</summary>
    public int ClosedAfter { get; init; } = 6;

    /// <summary>How long the first back-off lasts.</summary>
    public TimeSpan BackOff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A failure that is this old is forgotten.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a back-off lasts.</summary>
    /// <param name="round">Which it is in its row, from 1.</param>
    public TimeSpan Length(int round)
    {
        var length = BackOff * Math.Pow(2, Math.Clamp(round, 1, MostRounds) - 1);
        return length < Longest ? length : BackOff > Longest ? BackOff : Longest;
    }
}

/// <summary>The rules of the site; immutable, replaced as a whole when staff change something.</summary>
public sealed class AccessModel
{
    private readonly FrozenDictionary<string, DoorPolicy> _doors;
    private readonly FrozenSet<string> _places;

    /// <summary>Creates the model.</summary>
    /// <exception cref="ArgumentException">The rules contradict themselves; the message lists every fault.</exception>
    public AccessModel(IReadOnlyCollection<DoorPolicy> doors, LockoutRule? lockout = null)
    {
        Lockout = lockout ?? new();
        var faults = Faults(doors, Lockout).ToList();
        if (faults.Count > 0)
            throw new ArgumentException(string.Join(Environment.NewLine, faults));

        _doors = doors.ToFrozenDictionary(door => door.Name, StringComparer.OrdinalIgnoreCase);
        _places = doors.Where(door => door.AntiPassback is not AntiPassback.None).SelectMany(door => new[] { door.FromZone!, door.ToZone! }).ToFrozenSet(Place.Comparer);
    }

    /// <summary>Back-off after failures.</summary>
    public LockoutRule Lockout { get; }

    /// <summary>Every door.</summary>
    public IReadOnlyCollection<DoorPolicy> Doors => _doors.Values;

    /// <summary>Whether a door whose places are followed leads to or from a place.</summary>
    public bool IsFollowed(string place) => _places.Contains(place);

    /// <summary>The rules of one door; null when there is no such door.</summary>
    public DoorPolicy? Door(string name) => _doors.GetValueOrDefault(name);

    /// <summary>Every fault, one line each; empty when all is well.</summary>
    public static IEnumerable<string> Faults(IReadOnlyCollection<DoorPolicy> doors, LockoutRule lockout)
    {
        if (lockout.Failures < 1)
            yield return $"Lockout: Failures is {lockout.Failures}; allowed: 1 or more.";
        if (lockout.ClosedAfter is < 0 or > LockoutRule.MostRounds)
            yield return $"Lockout: ClosedAfter is {lockout.ClosedAfter}; allowed: 1 to {LockoutRule.MostRounds}, or 0 for never.";
        if (lockout.BackOff <= TimeSpan.Zero)
            yield return $"Lockout: BackOff is {lockout.BackOff:c}; allowed: more than 0.";
        if (lockout.Window <= TimeSpan.Zero)
            yield return $"Lockout: Window is {lockout.Window:c}; allowed: more than 0.";
        foreach (var same in doors.GroupBy(door => door.Name, StringComparer.OrdinalIgnoreCase).Where(same => same.Skip(1).Any()))
            yield return $"Door {same.Key}: named {same.Count()} times; each door has one name.";
        foreach (var door in doors)
        {
            if (door.AntiPassback is not AntiPassback.None && (door.FromZone is null || door.ToZone is null || Place.Same(door.FromZone, door.ToZone)))
                yield return $"Door {door.Name}: anti-passback needs FromZone and ToZone, two different places.";
            if (door.AntiPassback is AntiPassback.Timed && door.AntiPassbackTime <= TimeSpan.Zero)
                yield return $"Door {door.Name}: AntiPassbackTime is {door.AntiPassbackTime:c}; allowed: more than 0.";
            if (door.HoldOpenAfterFirstPerson && door.HoldOpen is null)
                yield return $"Door {door.Name}: HoldOpenAfterFirstPerson without a HoldOpen schedule does nothing.";
        }
    }
}
