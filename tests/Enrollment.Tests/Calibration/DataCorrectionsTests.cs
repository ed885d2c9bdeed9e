using AccessKiosk.Enrollment.Calibration.Data;

namespace AccessKiosk.Enrollment.Tests.Calibration;

public sealed class DataCorrectionsTests
{
    [Fact]
    public void Names_of_one_person_become_one_and_dropped_images_go()
    {
        var images = SyntheticFaces.Of(5, 2);
        var (corrected, changed) = Parse("# two spellings\nsame p0 p1 p2\n\nsame p1 p3 # chained\ndrop p4_1\n").Apply(images);
        Assert.Equal(9, corrected.Count);
        Assert.Equal(7, changed);
        Assert.Equal(["p0", "p4"], corrected.Select(i => i.Subject).Distinct());
    }

    [Theory]
    [InlineData("same p0\n", "line 1")]
    [InlineData("\ndrop\n", "line 2")]
    [InlineData("drop a b\n", "line 1")]
    [InlineData("rename p0 p1\n", "line 1")]
    [InlineData("same p0 p1\nsame p2 p1\n", "line 2")]
    public void A_bad_line_is_named(string text, string line) =>
        Assert.Contains(line, Assert.Throws<CalibrationException>(() => Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("same p0 p77\n")]
    [InlineData("drop p0_9\n")]
    public void A_correction_of_what_is_not_there_is_refused_as_a_spelling_mistake(string text) =>
        Assert.Throws<CalibrationException>(() => Parse(text).Apply(SyntheticFaces.Of(5, 2)));

    private static DataCorrections Parse(string text) => DataCorrections.Parse(new StringReader(text), "corrections.txt");
}
