using System.Collections.Concurrent;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Kiosk.Policy;

namespace AccessKiosk.Kiosk.Session;

/// <summary>
/// Holds doors unlocked while their schedule says so, or until the time that an operator named. Looks every second, so
/// that a changed rule, a clock that is set and the first person of the day count at once.
/// </summary>
internal sealed class HoldOpenClock : IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyCollection<Door> _doors;
    private readonly PolicyBook _rules;
    private readonly GateMemory _memory;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly HashSet<string> _held = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _until = new(StringComparer.OrdinalIgnoreCase);
    private readonly ITimer _timer;

    public HoldOpenClock(IReadOnlyCollection<Door> doors, PolicyBook rules, GateMemory memory, TimeProvider time)
    {
        (_doors, _rules, _memory, _time) = (doors, rules, memory, time);
        _timer = time.CreateTimer(static clock => ((HoldOpenClock)clock!).Look(), this, TimeSpan.Zero, Pace);
    }

    /// <summary>An operator holds a door open until a time, or (null) ends that; the schedule goes on besides. The caller audits it.</summary>
    public void HoldUntil(string door, DateTimeOffset? until)
    {
        if (until is { } end)
            _until[door] = end;
        else
            _until.TryRemove(door, out _);
        Look();
    }

    /// <summary>Until when an operator holds this door open; null when none does.</summary>
    public DateTimeOffset? HeldUntil(string door) => _until.TryGetValue(door, out var end) && end > _time.GetUtcNow() ? end : null;

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        lock (_gate)
        {
            var (now, state, rules) = (_time.GetUtcNow(), _memory.State, _rules.Current);
            foreach (var door in _doors)
            {
                var hold = rules.IsHeldOpen(door.Name, now, state) || HeldUntil(door.Name) is not null;
                if (hold ? _held.Add(door.Name) : _held.Remove(door.Name))
                    door.SetHoldOpen(hold);
            }
        }
    }
}
