using AccessKiosk.Enrollment.Calibration.Statistics;
using FsCheck.Xunit;
using MathNet.Numerics.Distributions;

namespace AccessKiosk.Enrollment.Tests.Calibration;

public sealed class ErrorRateTests
{
    // Published exact (Clopper-Pearson) 95 % limits for binomial proportions.
    [Theory]
    [InlineData(1, 10, 0.0025, 0.4450)]
    [InlineData(5, 10, 0.1871, 0.8129)]
    [InlineData(10, 100, 0.0490, 0.1762)]
    [InlineData(5, 100, 0.0164, 0.1128)]
    [InlineData(50, 100, 0.3983, 0.6017)]
    [InlineData(10, 10, 0.6915, 1)]
    public void Bounds_are_the_published_ones(long errors, long trials, double lower, double upper)
    {
        var rate = new ErrorRate(errors, trials);
        Assert.Equal(lower, rate.Lower95, 4);
        Assert.Equal(upper, rate.Upper95, 4);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(3000)]
    [InlineData(87_307_271)]
    public void No_error_seen_gives_the_rule_of_three(long trials)
    {
        var rate = new ErrorRate(0, trials);
        Assert.Equal(0, rate.Lower95);
        Assert.InRange(rate.Upper95 * trials, 2.9, 3);
        // The bound by its meaning: with that rate, seeing nothing has a chance of 5 %.
        Assert.Equal(0.05, Math.Pow(1 - rate.Upper95, trials), 6);
    }

    [Theory]
    [InlineData(8, 87_307_271)]
    [InlineData(8_730, 87_307_271)]
    public void Bounds_of_tiny_rates_agree_with_the_Poisson_limit(long errors, long trials)
    {
        var rate = new ErrorRate(errors, trials);
        Assert.Equal(1, rate.Lower95 * trials / Gamma.InvCDF(errors, 1, 0.025), 4);
        Assert.Equal(1, rate.Upper95 * trials / Gamma.InvCDF(errors + 1, 1, 0.975), 4);
    }

    [Property]
    public bool Bounds_contain_the_rate_and_narrow_with_trials(ushort errors, ushort others)
    {
        var few = new ErrorRate(errors, (long)errors + others + 1);
        var many = new ErrorRate(10L * errors, 10 * few.Trials);
        return few.Lower95 <= few.Rate && few.Rate <= few.Upper95
            && many.Upper95 - many.Lower95 < few.Upper95 - few.Lower95 + 1e-12;
    }

    [Fact]
    public void Without_trials_nothing_is_known()
    {
        var rate = new ErrorRate(0, 0);
        Assert.True(double.IsNaN(rate.Rate));
        Assert.Equal((0.0, 1.0), (rate.Lower95, rate.Upper95));
    }
}
