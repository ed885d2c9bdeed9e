using System.Collections.Concurrent;

namespace AccessKiosk.Kiosk.Web.Operators;

/// <summary>Slows guessing down: after five failures for one name, a back-off that doubles from 30 s to 15 min.</summary>
internal sealed class SignInThrottle(TimeProvider time)
{
    private const int Free = 5;
    private const int MostNames = 1000;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, Failures> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How long this name must wait; zero when it may try.</summary>
    public TimeSpan Wait(string name) =>
        _names.TryGetValue(name, out var failures) && failures.Until is { } until && until > time.GetUtcNow() ? until - time.GetUtcNow() : TimeSpan.Zero;

    /// <summary>Counts a failure.</summary>
    public void Fail(string name)
    {
        // Made-up names must not fill the memory: the oldest back-offs are over long before there are so many.
        if (_names.Count >= MostNames)
            foreach (var (old, _) in _names.Where(n => n.Value.Last + Longest < time.GetUtcNow()))
                _names.TryRemove(old, out _);
        _names.AddOrUpdate(name, _ => Next(new(0, default, null)), (_, before) => Next(before));
    }

    /// <summary>Forgets the failures of a name that has signed in.</summary>
    public void Clear(string name) => _names.TryRemove(name, out _);

    private Failures Next(Failures before)
    {
        var now = time.GetUtcNow();
        var count = before.Last + Longest < now ? 1 : before.Count + 1;
        if (count < Free)
            return new(count, now, null);
        var pause = First * Math.Pow(2, Math.Min(count - Free, 10));
        return new(count, now, now + (pause < Longest ? pause : Longest));
    }

    private sealed record Failures(int Count, DateTimeOffset Last, DateTimeOffset? Until);
}
