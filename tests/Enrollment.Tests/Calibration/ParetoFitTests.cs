using AccessKiosk.Enrollment.Calibration.Statistics;

namespace AccessKiosk.Enrollment.Tests.Calibration;

public sealed class ParetoFitTests
{
    [Theory]
    [InlineData(-0.3, 0.05)]
    [InlineData(-0.1, 2.0)]
    [InlineData(0.0, 1.0)]
    [InlineData(0.2, 0.01)]
    public void Known_parameters_are_recovered_within_their_standard_error(double shape, double scale)
    {
        const int Count = 2000;
        const int Rounds = 60;
        var truth = new GeneralisedPareto(shape, scale);
        var random = new Random(5);
        var fits = Enumerable.Range(0, Rounds).Select(_ => ParetoFit.Fit(Sample(truth, Count, random))).ToArray();

        // Hosking and Wallis: var(ξ) = (1+ξ)²/n, var(σ) = 2σ²(1+ξ)/n. Bias of the mean: within 4 of its errors.
        var shapeError = (1 + shape) / Math.Sqrt(Count);
        var scaleError = scale * Math.Sqrt(2 * (1 + shape) / Count);
        Assert.Equal(shape, fits.Average(f => f.Shape), 4 * shapeError / Math.Sqrt(Rounds) + 0.005);
        Assert.Equal(scale, fits.Average(f => f.Scale), 4 * scaleError / Math.Sqrt(Rounds) + 0.005 * scale);
        Assert.InRange(fits.Count(f => Math.Abs(f.Shape - shape) < 1.96 * shapeError), 0.8 * Rounds, Rounds);
    }

    [Fact]
    public void The_upper_bound_of_a_far_quantile_holds_about_as_often_as_it_says()
    {
        var truth = new GeneralisedPareto(-0.15, 0.04);
        var random = new Random(6);
        var held = Enumerable.Range(0, 300).Count(_ =>
        {
            var fit = ParetoFit.Fit(Sample(truth, 500, random));
            return fit.Excess(1e-5) + 1.6449 * fit.ExcessError(1e-5, 500) >= truth.Excess(1e-5);
        });
        Assert.InRange(held / 300.0, 0.88, 1.0);
    }

    [Theory]
    [InlineData(-0.4)]
    [InlineData(0.0)]
    [InlineData(0.3)]
    public void Excess_undoes_survival(double shape)
    {
        var distribution = new GeneralisedPareto(shape, 0.05);
        Assert.All([1.0, 0.5, 1e-3, 1e-9], p => Assert.Equal(1, distribution.Survival(distribution.Excess(p)) / p, 6));
    }

    [Fact]
    public void The_test_of_fit_passes_good_fits_as_often_as_it_says_and_finds_a_foreign_cluster()
    {
        const int Rounds = 20;
        var random = new Random(7);
        var truth = new GeneralisedPareto(-0.1, 0.05);
        var (rejected, found) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var good = Sample(truth, 250, random);
            // One value in twenty comes from somewhere else, as mislabelled images do.
            double[] bad = [.. good.Select((x, i) => i % 20 == 0 ? 0.5 + 0.1 * random.NextDouble() : x).Order()];
            rejected += ParetoFit.GoodnessOfFit(good, ParetoFit.Fit(good)) < 0.1 ? 1 : 0;
            found += ParetoFit.GoodnessOfFit(bad, ParetoFit.Fit(bad)) < 0.02 ? 1 : 0;
        }
        Assert.InRange(rejected, 0, 6);
        Assert.InRange(found, Rounds - 1, Rounds);
    }

    [Fact]
    public void A_tail_shorter_than_the_bound_allows_is_taken_as_the_bound()
    {
        // Uniform: ξ = -1, where the error of the estimate has no known form.
        double[] uniform = [.. Enumerable.Range(1, 1000).Select(i => i / 1000.0)];
        var fit = ParetoFit.Fit(uniform);
        Assert.Equal(-0.5, fit.Shape);
        Assert.True(fit.Excess(1e-9) > 1);
    }

    private static double[] Sample(GeneralisedPareto truth, int count, Random random) =>
        [.. Enumerable.Range(0, count).Select(_ => truth.Excess(1 - random.NextDouble())).Order()];
}
