namespace AccessKiosk.Liveness.Tests;

public sealed class EvidenceSeriesTests
{
    [Fact]
    public void Memory_stays_bounded_and_the_whole_time_is_covered()
    {
        var series = new EvidenceSeries();
        for (var i = 0; i < 10_000; i++)
            series.Add(new(i, 0, LivenessVerdict.StillLooking, default));

        Assert.InRange(series.Samples.Length, 128, 256);
        Assert.Equal(0, series.Samples[0].Seconds);
        Assert.True(series.Samples[^1].Seconds > 9_800);
        for (var i = 2; i < series.Samples.Length; i++)
            Assert.Equal(series.Samples[1].Seconds - series.Samples[0].Seconds, series.Samples[i].Seconds - series.Samples[i - 1].Seconds);
    }
}
