using AccessKiosk.Hardware.Doors;

namespace AccessKiosk.Kiosk.Session;

/// <summary>
/// Doors that an operator holds open until a time. Kept in memory alone: with the process every hold ends, and the door
/// is locked at the next start. Safe from any thread.
/// </summary>
/// <param name="clock">The doors' clock: a busy machine cannot delay the end.</param>
internal sealed class DoorHolds(TimeProvider clock) : IDisposable
{
    /// <summary>The longest hold.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DateTimeOffset Until, ITimer End)> _holds = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Until when an operator holds a door open; null when nobody does.</summary>
    public DateTimeOffset? Until(string door)
    {
        lock (_gate)
            return _holds.TryGetValue(door, out var hold) ? hold.Until : null;
    }

    /// <summary>Holds a door open; a later call replaces an earlier one.</summary>
    /// <param name="door">The door.</param>
    /// <param name="length">For how long, up to <see cref="Longest"/>: a length, so that a clock that is set cannot stretch it.</param>
    /// <param name="by">Who.</param>
    public void Hold(Door door, TimeSpan length, string by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Longest);
        lock (_gate)
        {
            Forget(door);
            var until = clock.GetUtcNow() + length;
            // The timer that ends it is there before it begins.
            _holds[door.Name] = (until, clock.CreateTimer(_ => Expire(door, until), null, length, Timeout.InfiniteTimeSpan));
            door.SetHoldOpen(true, by);
        }
    }

    /// <summary>Ends a hold; nothing happens when there is none.</summary>
    public void End(Door door, string by)
    {
        lock (_gate)
        {
            if (Forget(door))
                door.SetHoldOpen(false, by);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var (_, end) in _holds.Values)
                end.Dispose();
            _holds.Clear();
        }
    }

    // A timer that was about to fire when its hold was replaced must not end the new one.
    private void Expire(Door door, DateTimeOffset until)
    {
        lock (_gate)
        {
            if (_holds.TryGetValue(door.Name, out var hold) && hold.Until == until)
                End(door, "time is up");
        }
    }

    private bool Forget(Door door)
    {
        if (!_holds.Remove(door.Name, out var hold))
            return false;
        hold.End.Dispose();
        return true;
    }
}
