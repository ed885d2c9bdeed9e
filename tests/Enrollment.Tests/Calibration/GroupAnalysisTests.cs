using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Calibration.Metrics;
using AccessKiosk.Enrollment.Calibration.Scores;
using AccessKiosk.Enrollment.Tests.Matching;

namespace AccessKiosk.Enrollment.Tests.Calibration;

public sealed class GroupAnalysisTests
{
    [Fact]
    public void Groups_that_do_not_matter_are_rarely_accused()
    {
        var accused = 0;
        for (var seed = 0; seed < 20; seed++)
        {
            var images = SyntheticFaces.Of(120, 4, mated: 0.55f, seed);
            var random = new Random(seed);
            var groups = Groups(images, _ => "ABC"[random.Next(3)].ToString());
            accused += Analyse(images, groups, 0.4f).Warnings().Any() ? 1 : 0;
        }
        // 5 % each: four or more of 20 has a chance of 1.6 %.
        Assert.InRange(accused, 0, 3);
    }

    [Fact]
    public void A_group_whose_people_look_alike_is_named_for_its_false_matches()
    {
        var random = new Random(3);
        var shared = Synthetic.Unit(random, SyntheticFaces.Dimension);
        var images = SyntheticFaces.Of(200, 3).Select(e => PersonNumber(e) < 60
            ? e with { Vector = Synthetic.Normalised([.. e.Vector.ToArray().Zip(shared, (a, b) => a + 0.5f * b)]) }
            : e).ToList();
        var result = Analyse(images, Groups(images, n => n < 60 ? "alike" : n < 130 ? "B" : "C"), 0.35f);

        var alike = result.Groups.Single(g => g.Group == "alike");
        Assert.Equal(60, alike.People);
        Assert.True(alike.FmrPValue < 0.01);
        Assert.True(alike.Fmr.Lower95 > result.Groups.Single(g => g.Group == "C").Fmr.Upper95);
        Assert.Contains(result.Warnings(), w => w.Contains("'alike'", StringComparison.Ordinal) && w.Contains("false matches", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Warnings(), w => w.Contains("'B'", StringComparison.Ordinal) && w.Contains("false non-matches", StringComparison.Ordinal));
    }

    [Fact]
    public void A_group_with_bad_images_is_named_for_its_false_non_matches()
    {
        List<LabelledEmbedding> images = [.. SyntheticFaces.Of(80, 4, 0.45f, 1), .. SyntheticFaces.Of(80, 4, 0.7f, 2).Select(e => e with { Subject = $"q{e.Subject}" })];
        var groups = new Dictionary<string, string>(images.Select(i => i.Subject).Distinct().Select(s => KeyValuePair.Create(s, s[0] == 'q' ? "good" : "bad")));
        var result = Analyse(images, groups, 0.42f);
        Assert.All(result.Groups, g => Assert.True(g.FnmrPValue < 0.01));
    }

    [Fact]
    public void One_person_with_bad_images_does_not_accuse_a_group()
    {
        // Many errors, but all of one of 60 people: comparisons tested one by one would call that significant.
        var random = new Random(8);
        var images = SyntheticFaces.Of(60, 6).Select(e => PersonNumber(e) == 0
            ? e with { Vector = Synthetic.Unit(random, SyntheticFaces.Dimension) }
            : e).ToList();
        var result = Analyse(images, Groups(images, n => n < 30 ? "A" : "B"), 0.4f);
        Assert.True(result.Groups[0].Fnmr.Lower95 > result.Groups[1].Fnmr.Upper95);
        Assert.DoesNotContain(result.Warnings(), w => w.Contains("non-matches", StringComparison.Ordinal));
    }

    [Fact]
    public void A_threshold_with_more_false_matches_than_are_kept_is_refused()
    {
        var images = SyntheticFaces.Of(400, 2);
        var scores = AllPairs.Compare(images, cancel: TestContext.Current.CancellationToken);
        var groups = new SubjectGroups(new Dictionary<string, IReadOnlyDictionary<string, string>> { ["x"] = Groups(images, _ => "A") });
        Assert.Throws<CalibrationException>(() => GroupAnalysis.Analyse(images, scores, -0.5f, groups, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_table_of_groups_is_read()
    {
        var groups = SubjectGroups.Parse(new StringReader("subject,age,\"skin tone\"\nAnn,young,I\n\"Bob, Jr\",old,\nCy,,VI\n"), "g.csv");
        Assert.Equal(["age", "skin tone"], groups.Attributes.Keys);
        Assert.Equal("old", groups.Attributes["age"]["Bob, Jr"]);
        Assert.Equal(["Ann", "Cy"], groups.Attributes["skin tone"].Keys.Order());
    }

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("name,age\n", "line 1")]
    [InlineData("subject\nAnn\n", "line 1")]
    [InlineData("subject,age,age\n", "line 1")]
    [InlineData("subject,age\nAnn\n", "line 2")]
    [InlineData("subject,age\nAnn,a\n\nAnn,b\n", "line 4")]
    [InlineData("subject,age\nAnn,\"a\n", "line 2")]
    public void A_bad_table_of_groups_is_refused_with_the_line(string csv, string line)
    {
        var e = Assert.Throws<CalibrationException>(() => SubjectGroups.Parse(new StringReader(csv), "g.csv"));
        Assert.Contains(line, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Subjects_that_no_image_shows_are_reported()
    {
        var images = SyntheticFaces.Of(10, 2);
        Assert.Throws<CalibrationException>(() => Analyse(images, new Dictionary<string, string> { ["someone"] = "A" }, 0.4f));
    }

    private static int PersonNumber(in LabelledEmbedding e) => int.Parse(e.Subject.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);

    private static Dictionary<string, string> Groups(List<LabelledEmbedding> images, Func<int, string> groupOf) =>
        images.DistinctBy(i => i.Subject).ToDictionary(i => i.Subject, i => groupOf(PersonNumber(i)));

    private static AttributeErrors Analyse(List<LabelledEmbedding> images, IReadOnlyDictionary<string, string> groups, float threshold)
    {
        var scores = AllPairs.Compare(images, cancel: TestContext.Current.CancellationToken);
        var table = new SubjectGroups(new Dictionary<string, IReadOnlyDictionary<string, string>> { ["group"] = groups });
        return Assert.Single(GroupAnalysis.Analyse(images, scores, threshold, table, TestContext.Current.CancellationToken));
    }
}
