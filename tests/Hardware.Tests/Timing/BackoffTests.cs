using AccessKiosk.Hardware.Timing;

namespace AccessKiosk.Hardware.Tests.Timing;

public sealed class BackoffTests
{
    private static readonly Backoff Pauses = new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(10));

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 1)]
    [InlineData(4, 8)]
    [InlineData(5, 10)]
    [InlineData(int.MaxValue, 10)]
    public void Pauses_double_up_to_the_longest(int failures, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Pauses.After(failures));
}
