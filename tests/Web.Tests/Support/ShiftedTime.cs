namespace AccessKiosk.Web.Tests.Support;

/// <summary>A wall clock that is set, and time that passes beside it.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    /// <summary>How far the wall clock is ahead of this machine's.</summary>
    public TimeSpan Shift { get; set; }

    /// <summary>What has passed on the monotonic clock beyond this machine's.</summary>
    public TimeSpan Passed { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;

    public override long GetTimestamp() => base.GetTimestamp() + (long)(Passed.TotalSeconds * TimestampFrequency);
}
