using System.Text.Json;
using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Calibration.Metrics;
using AccessKiosk.Enrollment.Calibration.OperatingPoints;

namespace AccessKiosk.Enrollment.Tests.Calibration;

public sealed class MetricsTests(Calibrated calibrated) : IClassFixture<Calibrated>
{
    [Fact]
    public void Verification_of_a_list_has_exactly_the_agreed_fields()
    {
        var images = Named(40, 3);
        List<LfwPair> pairs = [];
        for (var fold = 0; fold < 2; fold++)
        {
            for (var i = 0; i < 20; i++)
                pairs.Add(new(fold, $"p{20 * fold + i}", 1, $"p{20 * fold + i}", 2));
            for (var i = 0; i < 20; i++)
                pairs.Add(new(fold, $"p{20 * fold + i}", 1, $"p{20 * fold + (i + 1) % 20}", 3));
        }
        images[0] = images[0] with { Vector = default };

        using var json = JsonDocument.Parse(VerificationMetrics.OfList(images, pairs, 7.5).ToJson());

        var root = json.RootElement;
        Assert.Equal(["images", "undetected", "pairs", "accuracy", "accuracyStd", "auc", "eer", "tmrAtFmr", "msPerImage", "matedPairs", "nonMatedPairs"],
            root.EnumerateObject().Select(p => p.Name));
        Assert.Equal(["1e-2", "1e-3"], root.GetProperty("tmrAtFmr").EnumerateObject().Select(p => p.Name));
        Assert.Equal(["tmr", "threshold"], root.GetProperty("tmrAtFmr").GetProperty("1e-3").EnumerateObject().Select(p => p.Name));
        Assert.Equal(120, root.GetProperty("images").GetInt32());
        Assert.Equal(1, root.GetProperty("undetected").GetInt32());
        Assert.Equal(80, root.GetProperty("pairs").GetInt32());
        Assert.Equal(7.5, root.GetProperty("msPerImage").GetDouble());
        // The image without a face is in one mated pair, which is lost, and in two non-mated ones, which are not.
        Assert.Equal(39 / 40.0, root.GetProperty("tmrAtFmr").GetProperty("1e-2").GetProperty("tmr").GetDouble(), 6);
        Assert.Equal(79 / 80.0, root.GetProperty("accuracy").GetDouble(), 6);
    }

    [Fact]
    public void Verification_counts_both_kinds_of_pairs()
    {
        var metrics = VerificationMetrics.OfAllPairs(Named(60, 3), 1, cancel: TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(metrics.ToJson());
        Assert.Equal(["matedPairs", "nonMatedPairs"], json.RootElement.EnumerateObject().Select(p => p.Name).TakeLast(2));
        Assert.Equal(["1e-2", "1e-3", "1e-4", "1e-5"], json.RootElement.GetProperty("tmrAtFmr").EnumerateObject().Select(p => p.Name));
        Assert.Equal(180, metrics.MatedPairs);
        Assert.Equal(180 * 179 / 2, metrics.Pairs);
    }

    [Fact]
    public void A_list_that_names_a_missing_image_is_refused_by_its_name()
    {
        var e = Assert.Throws<CalibrationException>(() =>
            VerificationMetrics.OfList(Named(2, 2), [new(0, "p0", 1, "p0", 9), new(0, "p0", 1, "p1", 1)], 0));
        Assert.Contains("p0_0009", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Identification_has_exactly_the_agreed_fields_and_counts_by_the_standard()
    {
        var images = SyntheticFaces.Of(300, 3, mated: 0.8f, seed: 5);
        var gallery = images.Where((_, i) => i % 3 == 0 && i < 600).ToArray();
        var probes = images.Where((_, i) => i % 3 != 0).ToArray();
        probes[0] = probes[0] with { Vector = default };

        var wrong = new List<SearchError>();
        var metrics = IdentificationMetrics.Of(gallery, probes, calibrated.Record, 0.01, wrong.Add, TestContext.Current.CancellationToken);

        // Every error is told, and nothing else.
        Assert.Equal(metrics.FalseNegatives.Errors, wrong.Count(e => e.Enrolled));
        Assert.Equal(metrics.Fpir, wrong.Count(e => !e.Enrolled) / 200.0, 6);
        Assert.Contains(wrong, e => e.Image == probes[0].Image && e.Found is null && e.Score is null);
        using var json = JsonDocument.Parse(metrics.ToJson());
        Assert.Equal(["gallery", "matedProbes", "nonMatedProbes", "fnir", "fpir", "fpirUpper95", "rank1", "threshold"],
            json.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal((200, 400, 200), (metrics.Gallery, metrics.MatedProbes, metrics.NonMatedProbes));
        Assert.Equal(399 / 400.0, metrics.Rank1, 6);
        Assert.InRange(metrics.Fnir, 1 / 400.0, 0.05);
        Assert.InRange(metrics.Fpir, 0, 0.04);
        Assert.True(metrics.FpirUpper95 > metrics.Fpir);
        Assert.Equal(new ThresholdSelector(calibrated.Record).ForGallery(200, 0.01).Threshold, metrics.Threshold);
    }

    [Fact]
    public void A_gallery_without_strangers_or_mated_probes_still_gives_valid_JSON()
    {
        var images = SyntheticFaces.Of(20, 2);
        var metrics = IdentificationMetrics.Of(images, [], calibrated.Record, cancel: TestContext.Current.CancellationToken);
        Assert.Equal((0, 0, 1.0), (metrics.MatedProbes, metrics.NonMatedProbes, metrics.FpirUpper95));
        Assert.NotEmpty(metrics.ToJson());
        Assert.Throws<CalibrationException>(() => IdentificationMetrics.Of(
            [new("a", "a1", default)], images, calibrated.Record, cancel: TestContext.Current.CancellationToken));
    }

    private static List<LabelledEmbedding> Named(int people, int each) =>
        [.. SyntheticFaces.Of(people, each, mated: 0.9f).Select((e, i) => e with { Image = $"{e.Subject}_{i % each + 1:0000}" })];
}
