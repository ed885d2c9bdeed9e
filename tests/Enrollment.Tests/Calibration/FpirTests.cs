using AccessKiosk.Enrollment.Calibration.Statistics;
using FsCheck.Xunit;

namespace AccessKiosk.Enrollment.Tests.Calibration;

public sealed class FpirTests
{
    [Theory]
    [InlineData(1e-6, 1000, 9.995e-4)]
    [InlineData(0.01, 2, 0.0199)]
    [InlineData(1e-12, 1_000_000, 1e-6)]
    [InlineData(0, 1000, 0)]
    [InlineData(1, 5, 1)]
    public void Searching_more_references_multiplies_the_chance(double fmr, long size, double fpir) =>
        Assert.Equal(1, (Fpir.Of(fmr, size) + 1e-300) / (fpir + 1e-300), 3);

    [Property]
    public bool The_required_rate_gives_back_the_wanted_one(ushort a, ushort b)
    {
        var (fpir, size) = (Math.Pow(10, -(a % 80) / 10.0 - 0.01), 1 + (long)b * b);
        return Math.Abs(Fpir.Of(Fpir.RequiredFmr(fpir, size), size) / fpir - 1) < 1e-9;
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void What_is_no_rate_is_refused(double rate)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Fpir.Of(rate, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fpir.RequiredFmr(rate, 10));
    }
}
