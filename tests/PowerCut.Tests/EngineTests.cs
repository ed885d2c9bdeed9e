using AccessKiosk.PowerCut.Engines;

namespace AccessKiosk.PowerCut.Tests;

/// <summary>Records each engine's workload in a process of its own and cuts the power under it.</summary>
public sealed class EngineTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("file-flushed")]
    [InlineData("sqlite-full")]
    public async Task An_engine_that_flushes_before_it_acknowledges_stands_every_cut(string engine) =>
        Assert.Empty((await RunAsync(engine, states: 60, operations: 60)).Failures);

    [Theory]
    [InlineData("file-unflushed")]
    [InlineData("sqlite-off")]
    public async Task An_engine_that_does_not_flush_is_found_out(string engine) =>
        Assert.NotEmpty((await RunAsync(engine, states: 60, operations: 60)).Failures);

    [Fact]
    [Trait("Speed", "slow")]
    public async Task The_kiosks_store_stands_500_power_cuts()
    {
        var report = await RunAsync("kiosk", states: 500, operations: 200);
        Assert.True(report.DistinctStates > 400, $"Only {report.DistinctStates} states differ: the test proves little.");
        Assert.Empty(report.Failures);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task The_kiosks_store_on_a_disk_that_ignores_flushes_is_found_out() =>
        Assert.NotEmpty((await RunAsync("kiosk-unflushed", states: 40, operations: 60)).Failures);

    private async Task<PowerCutReport> RunAsync(string engine, int states, int operations)
    {
        var options = new PowerCutOptions(states, Seed: 1, operations);
        var report = await new PowerCutTest(EngineList.Find(engine), options).RunAsync(null, TestContext.Current.CancellationToken);
        output.WriteLine($"{engine}: {report.Failures.Count} of {report.States} states failed, {report.DistinctStates} distinct, {report.Seconds:f0} s");
        foreach (var failure in report.Failures.Take(5))
            output.WriteLine(failure.ToString());
        return report;
    }
}
