using AccessKiosk.Access.Policy;
using AccessKiosk.Access.Supervision;
using AccessKiosk.Hardware.Doors;

namespace AccessKiosk.Access.Doors;

/// <summary>
/// Holds doors unlocked while their schedule says so, or as long as an operator wants. Looks every second, so that a
/// changed rule, a clock that is set and the first person of the day count at once. Operators' holds are kept in memory
/// alone: they end with the process, and with whatever locks the door against them, such as a lockdown. Thread-safe.
/// </summary>
public sealed class HoldOpenClock : SupervisedBackgroundService
{
    /// <summary>The longest hold of an operator.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyCollection<Door> _doors;
    private readonly CurrentAccessPolicy _rules;
    private readonly PersistedAccessState _memory;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly HashSet<string> _held = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, OperatorHold> _holds = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A clock that looks once it is started.</summary>
    /// <param name="doors">The doors.</param>
    /// <param name="rules">The active rules.</param>
    /// <param name="memory">What the rules remember.</param>
    /// <param name="time">The doors' clock: a busy machine cannot delay the end of a hold.</param>
    /// <param name="supervisor">Runs it.</param>
    public HoldOpenClock(IReadOnlyCollection<Door> doors, CurrentAccessPolicy rules, PersistedAccessState memory, TimeProvider time, ServiceSupervisor supervisor)
        : base(supervisor, "hold-open clock", RestartPolicy.RestartThenEndKiosk) =>
        (_doors, _rules, _memory, _time) = (doors, rules, memory, time);

    /// <summary>Until when an operator holds this door open; null when none does.</summary>
    public DateTimeOffset? Until(string door)
    {
        lock (_gate)
            return Left(door) is { } left ? _time.GetUtcNow() + left : null;
    }

    /// <summary>Holds a door open; a later call replaces an earlier one. The schedule still applies.</summary>
    /// <param name="door">The door.</param>
    /// <param name="length">For how long, up to <see cref="Longest"/>: a length, so that a clock that is set cannot stretch it.</param>
    /// <param name="by">Who.</param>
    /// <returns>Not open, and nothing has changed, where something stronger has the lock: a lockdown, the emergency release, a fault, the other door.</returns>
    public DoorAnswer Hold(Door door, TimeSpan length, string by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Longest);
        lock (_gate)
        {
            if (door.State is { RefusesHold: true, Mode: var refusing })
                return new(false, refusing);
            _holds[door.Name] = new(_time.GetTimestamp(), length);
            Look(by);
            return new(_holds.ContainsKey(door.Name), door.State.Mode);
        }
    }

    /// <summary>Ends at once what the clock would end within a second: holds against which a door has been locked.</summary>
    public void EndOverridden() => Look("schedule");

    /// <summary>Ends an operator's hold; nothing happens when there is none.</summary>
    public void End(Door door, string by)
    {
        lock (_gate)
            _holds.Remove(door.Name);
        Look(by);
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SteadyPace.RunAsync(_time, TimeSpan.Zero, Pace, () => Look("schedule"), cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing would end a hold while the clock does not run.
            lock (_gate)
            {
                foreach (var door in _doors.Where(door => _held.Remove(door.Name)))
                    door.SetHoldOpen(false, "the clock failed");
            }

            throw;
        }
    }

    private TimeSpan? Left(string door) =>
        _holds.TryGetValue(door, out var hold) && hold.Length - _time.GetElapsedTime(hold.Since) is { Ticks: > 0 } left ? left : null;

    private void Look(string by)
    {
        lock (_gate)
        {
            var (now, remembered, rules) = (_time.GetUtcNow(), _memory.State, _rules.Current);
            foreach (var door in _doors)
            {
                var state = door.State;
                var (isWanted, who) = (Left(door.Name) is not null, by);
                if (isWanted && state.IsLockedAgainstHold)
                    (isWanted, who) = (false, DoorFormatter.Of(state.Mode));
                // A hold that has ended stays ended, also when the clock is set back.
                if (!isWanted)
                    _holds.Remove(door.Name);
                var hold = isWanted || rules.IsHeldOpen(door.Name, now, remembered);
                if (hold == _held.Contains(door.Name))
                    continue;
                door.SetHoldOpen(hold, who);
                // Not before: a call that fails is repeated.
                if (hold)
                    _held.Add(door.Name);
                else
                    _held.Remove(door.Name);
            }
        }
    }

    private readonly record struct OperatorHold(long Since, TimeSpan Length);
}
