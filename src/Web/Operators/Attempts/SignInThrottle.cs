using System.Collections.Concurrent;
using AccessKiosk.Hardware.Timing;
using AccessKiosk.Storage.Records;

namespace AccessKiosk.Web.Operators.Attempts;

/// <summary>Slows guessing down: after five failures for one name, a back-off that doubles from 30 s to 15 min.</summary>
internal sealed class SignInThrottle(TimeProvider time)
{
    private const int Free = 5;
    private const int MostNames = 10_000;
    private static readonly Backoff Pauses = new(TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(15));

    private readonly ConcurrentDictionary<string, Failures> _keys = new(StringComparer.Ordinal);

    /// <summary>The longest pause; failures further apart are not counted together.</summary>
    public static TimeSpan Longest => Pauses.Longest;

    /// <summary>What an operator's failures are counted under, however their name is written.</summary>
    public static string Key(OperatorAccount account) => account.Id.ToString("N");

    /// <summary>What the failures of a name that nobody has are counted under; all that are too long for a name go together.</summary>
    public static string Key(string name) => name.Length <= OperatorStore.LongestName ? OperatorStore.Key(name) : "";

    /// <summary>What the failures from a device that the operator has signed in from before are counted under: a lane of its own.</summary>
    public static string Key(OperatorAccount account, string device) => $"{Key(account)} {device}";

    /// <summary>How long the holder of this key must wait; zero when they may try.</summary>
    public TimeSpan Wait(string key) =>
        _keys.TryGetValue(key, out var failures) && failures.Pause - time.GetElapsedTime(failures.Last) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    /// <summary>Counts a failure.</summary>
    public void Fail(string key)
    {
        // Made-up names must not fill the memory: the oldest go, over or not.
        if (_keys.Count >= MostNames)
            foreach (var (old, _) in _keys.OrderBy(n => n.Value.Last).Take(MostNames / 10).ToList())
                _keys.TryRemove(old, out _);
        _keys.AddOrUpdate(key, _ => Next(new(0, time.GetTimestamp(), TimeSpan.Zero)), (_, before) => Next(before));
    }

    /// <summary>Counts the failures from before a restart, as if they had just been.</summary>
    public void Remember(string key, int count) => _keys.TryAdd(key, Paused(count));

    /// <summary>Forgets the failures after a sign-in.</summary>
    public void Clear(string key) => _keys.TryRemove(key, out _);

    private Failures Next(Failures before) => Paused(time.GetElapsedTime(before.Last) > Pauses.Longest ? 1 : before.Count + 1);

    private Failures Paused(int count) => new(count, time.GetTimestamp(), count < Free ? TimeSpan.Zero : Pauses.After(count - Free));

    // By the monotonic clock: a wall clock that is set neither ends nor prolongs a pause.
    private sealed record Failures(int Count, long Last, TimeSpan Pause);
}
