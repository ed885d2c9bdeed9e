using System.Text.Json;
using System.Text.Json.Serialization;

namespace AccessKiosk.Storage.Clock;

/// <summary>What is kept of the time that was seen passing. One reading of the wall clock moves it by an hour at most.</summary>
/// <param name="Witnessed">The instant up to which time was seen passing.</param>
/// <param name="Behind">For how long the wall clock has been behind it without a break.</param>
internal sealed record ClockWitness(DateTimeOffset Witnessed, TimeSpan Behind)
{
    // Drift, an NTP step, the pause of a restart.
    private static readonly TimeSpan Step = TimeSpan.FromHours(1);

    // An hour of running vouches for that many hours of an outage: enough for a kiosk that runs 40 hours a week.
    private const int OutagePerRunning = 6;

    // A clock that is behind for so long is right, and the one before was wrong. Falling back keeps everything longer.
    private static readonly TimeSpan FallsBackAfter = TimeSpan.FromDays(2);

    /// <summary>The next state.</summary>
    /// <param name="elapsed">Time on the monotonic clock since the last state.</param>
    /// <param name="now">The wall clock.</param>
    public ClockWitness After(TimeSpan elapsed, DateTimeOffset now)
    {
        var seen = Witnessed + elapsed;
        var ahead = now - seen;
        if (ahead < -ClockReading.LongestLag)
            return Behind + elapsed >= FallsBackAfter ? new(now, default) : new(seen, Behind + elapsed);
        if (ahead <= Step)
            return new(now, default);
        var vouched = elapsed * OutagePerRunning;
        return new(vouched < ahead ? seen + vouched : now, default);
    }

    public string ToJson() => JsonSerializer.Serialize(this, WitnessJson.Default.ClockWitness);

    public static ClockWitness FromJson(string text) => JsonSerializer.Deserialize(text, WitnessJson.Default.ClockWitness)!;
}

[JsonSerializable(typeof(ClockWitness))]
internal sealed partial class WitnessJson : JsonSerializerContext;
