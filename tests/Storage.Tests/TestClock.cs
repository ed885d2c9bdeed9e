using Microsoft.Extensions.Time.Testing;

namespace AccessKiosk.Storage.Tests;

/// <summary>A clock whose wall time can be wrong while time passes as ever.</summary>
internal sealed class TestClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    /// <summary>How far the wall clock is ahead of the truth.</summary>
    public TimeSpan Skew { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Skew;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;
}
