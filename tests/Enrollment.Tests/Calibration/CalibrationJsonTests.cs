using System.Text.Json.Nodes;
using AccessKiosk.Enrollment.Calibration;
using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Calibration.OperatingPoints;
using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Enrollment.Tests.Matching;

namespace AccessKiosk.Enrollment.Tests.Calibration;

public sealed class CalibrationJsonTests(Calibrated calibrated) : IClassFixture<Calibrated>
{
    private readonly string _json = CalibrationJson.Write(calibrated.Record);

    [Fact]
    public void A_record_read_back_gives_the_same_thresholds()
    {
        var read = CalibrationJson.Read(_json, Synthetic.Model);
        Assert.Equal(_json, CalibrationJson.Write(read));
        var (before, after) = (new ThresholdSelector(calibrated.Record), new ThresholdSelector(read));
        Assert.All([1, 50, 1000, 5000], n => Assert.Equal(before.ForGallery(n), after.ForGallery(n)));
        Assert.InRange(_json.Length, 1000, 100_000);
    }

    [Fact]
    public void A_record_of_another_model_is_refused()
    {
        var e = Assert.Throws<ForeignModelException>(() => CalibrationJson.Read(_json, "another-model"));
        Assert.Contains("another-mode", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"schema\":\"accesskiosk.calibration/2\"}")]
    [InlineData("{\"schema\":\"accesskiosk.calibration/1\"}")]
    public void What_is_no_record_is_refused(string json) =>
        Assert.Throws<CalibrationException>(() => CalibrationJson.Read(json));

    [Fact]
    public void A_cut_off_record_is_refused()
    {
        for (var length = _json.Length - 1; length > 0; length -= 997)
            Assert.Throws<CalibrationException>(() => CalibrationJson.Read(_json[..length]));
    }

    [Theory]
    [InlineData("distribution.5.threshold", 0.99)]
    [InlineData("distribution.5.falseMatches", -1)]
    [InlineData("distribution.0.falseMatches", 3)]
    [InlineData("distribution.7.falseNonMatches", 1e9)]
    [InlineData("data.nonMatedComparisons", 0)]
    [InlineData("tail.scale", 0)]
    [InlineData("tail.shape", -3)]
    [InlineData("tail.comparisons", 17)]
    [InlineData("distribution", null)]
    [InlineData("data", null)]
    [InlineData("modelHash", "")]
    [InlineData("origin", "guesswork")]
    public void A_record_with_an_impossible_value_is_refused(string path, object? value)
    {
        var root = JsonNode.Parse(_json)!;
        JsonNode? node = root;
        var parts = path.Split('.');
        foreach (var part in parts[..^1])
            node = int.TryParse(part, System.Globalization.CultureInfo.InvariantCulture, out var i) ? node![i] : node![part];
        node![parts[^1]] = value is double d ? d % 1 == 0 ? (long)d : d : JsonValue.Create(value);
        Assert.Throws<CalibrationException>(() => CalibrationJson.Read(root.ToJsonString()));
    }
}
