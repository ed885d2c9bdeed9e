using AccessKiosk.Enrollment;
using AccessKiosk.Lab.Bench;
using AccessKiosk.Lab.Commands;

namespace AccessKiosk.Kiosk.Tests.Bench;

public sealed class SoakTests
{
    [Fact]
    public void Noise_is_flat_and_a_leak_is_not()
    {
        var random = new Random(7);
        var flat = Enumerable.Range(0, 60).Select(i => new SoakSample(i, i, 40 + random.NextDouble(), i < 10 ? 100 + 15 * i : 250 + 10 * random.NextDouble(), 60, 20)).ToList();
        var leak = flat.Select(sample => sample with { ResidentMb = 250 + 0.8 * sample.Seconds + 10 * random.NextDouble() }).ToList();
        var handles = flat.Select(sample => sample with { Handles = 60 + (int)sample.Seconds / 10 }).ToList();

        Assert.All(Soak.Trends(flat), trend => Assert.True(trend.IsFlat, trend.What));
        Assert.Equal(["memory, MB"], Soak.Trends(leak).Where(trend => !trend.IsFlat).Select(trend => trend.What));
        Assert.Equal(["open files"], Soak.Trends(handles).Where(trend => !trend.IsFlat).Select(trend => trend.What));
    }

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("1.5m", 90)]
    [InlineData("24h", 86400)]
    public void Lengths_are_read_as_people_write_them(string text, double seconds) => Assert.Equal(seconds, SoakCommand.Length(text).TotalSeconds);

    [Theory]
    [InlineData("")]
    [InlineData("60")]
    [InlineData("5s")]
    [InlineData("-3m")]
    [InlineData("NaNm")]
    [InlineData("169h")]
    public void Other_lengths_are_refused(string text) => Assert.Throws<InputException>(() => SoakCommand.Length(text));
}
