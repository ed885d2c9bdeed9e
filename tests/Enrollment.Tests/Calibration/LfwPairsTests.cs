using AccessKiosk.Enrollment.Calibration.Data;

namespace AccessKiosk.Enrollment.Tests.Calibration;

public sealed class LfwPairsTests
{
    private const string Good = "2\t1\nAnn\t1\t2\nAnn\t1\tBob\t3\nCy\t2\t4\nCy\t1\tAnn\t12\n";

    [Fact]
    public void Folds_and_kinds_are_read_by_position()
    {
        var pairs = Parse(Good);
        Assert.Equal([0, 0, 1, 1], pairs.Select(p => p.Fold));
        Assert.Equal([true, false, true, false], pairs.Select(p => p.Mated));
        Assert.Equal(("Ann_0001", "Bob_0003"), (pairs[1].First, pairs[1].Second));
        Assert.Equal("Ann_0012", pairs[3].Second);
    }

    [Fact]
    public void A_first_line_of_one_number_means_one_fold() =>
        Assert.Equal([0, 0, 0, 0], Parse("2\nAnn\t1\t2\nBob\t1\t2\nAnn\t1\tBob\t3\nCy\t1\tBob\t3\n").Select(p => p.Fold));

    [Fact]
    public void Windows_line_ends_and_blank_lines_are_taken() =>
        Assert.Equal(Parse(Good), Parse(Good.Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n\r\n"));

    [Fact]
    public void The_original_ten_folds_are_taken()
    {
        var text = "10\t300\n" + string.Concat(Enumerable.Range(0, 10).Select(f =>
            string.Concat(Enumerable.Range(0, 300).Select(i => $"P{f}_{i}\t1\t2\n")) +
            string.Concat(Enumerable.Range(0, 300).Select(i => $"P{f}_{i}\t1\tQ{f}_{i}\t2\n"))));
        var pairs = Parse(text);
        Assert.Equal(6000, pairs.Count);
        Assert.All(pairs.GroupBy(p => p.Fold), fold => Assert.Equal(300, fold.Count(p => p.Mated)));
    }

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("ten\t300\n", "line 1")]
    [InlineData("0\t300\n", "line 1")]
    [InlineData("1\t1\t1\n", "line 1")]
    [InlineData("1\t1\nAnn\t1\n", "line 2")]
    [InlineData("1\t1\nAnn\t1\t2\t3\n", "line 2")]
    [InlineData("1\t1\nAnn\t1\tx\n", "line 2")]
    [InlineData("1\t1\nAnn\t1\t-2\n", "line 2")]
    [InlineData("1\t1\nAnn\t1\t2\nAnn\t1\tAnn\t2\n", "line 3")]
    [InlineData("1\t1\nAnn\t1\t2\n\t1\tBob\t2\n", "line 3")]
    [InlineData("1\t1\nAnn\t1\t2\nAnn\t1\tBob\t2\nAnn\t1\t3\n", "line 4")]
    [InlineData("1\t2\nAnn\t1\t2\n", "ends after 1 pairs")]
    public void A_bad_line_is_named_by_its_number(string text, string named)
    {
        var e = Assert.Throws<CalibrationException>(() => Parse(text));
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
        Assert.StartsWith("pairs.txt", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_shared_list_is_read_when_it_is_there()
    {
        var path = SharedData.Path("identities/pairs.txt");
        Assert.SkipWhen(path is null, "the evaluation data are not on this machine");
        using var reader = File.OpenText(path);
        var pairs = LfwPairs.Parse(reader, path);
        Assert.Equal(pairs.Count / 2, pairs.Count(p => p.Mated));
        Assert.Equal(4, pairs.Max(p => p.Fold) + 1);
    }

    private static IReadOnlyList<LfwPair> Parse(string text) => LfwPairs.Parse(new StringReader(text), "pairs.txt");
}
