using System.Text.Json;
using AccessKiosk.Enrollment.Calibration;
using AccessKiosk.Enrollment.Calibration.Metrics;
using AccessKiosk.Enrollment.Calibration.OperatingPoints;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Kiosk.Commands.Calibration;
using AccessKiosk.Kiosk.Configuration;

namespace AccessKiosk.Kiosk.Tests.Commands;

/// <summary>What <c>calibrate --json</c> prints.</summary>
public sealed class CalibrationAnswerTests
{
    [Fact]
    public void It_is_the_record_with_thresholds_now_and_tenfold_and_the_errors_by_group()
    {
        var record = ActiveCalibration.Load(KioskOptions.Load().Recognition.Thresholds).Record;
        var group = new AttributeErrors("age", 0.5f, [new("old", 40, new(9, 1000), new(0, 50), 0.001, 1)]);
        var text = CalibrationAnswer.Of(record, [group], [50, 500, 1_000_000_000_000], 0.001);

        Assert.Equal(record.ModelHash, CalibrationJson.Read(text).ModelHash);
        using var json = JsonDocument.Parse(text);
        var thresholds = json.RootElement.GetProperty("thresholds").EnumerateArray().ToArray();
        var selector = new ThresholdSelector(record);
        foreach (var (threshold, size) in thresholds.Zip([50, 500]))
        {
            var expected = selector.ForGallery(size);
            Assert.Equal(
                (size, expected.Threshold, expected.Fmr, expected.Fnmr, expected.Extrapolated),
                (threshold.GetProperty("references").GetInt32(), threshold.GetProperty("threshold").GetSingle(), threshold.GetProperty("fmr").GetDouble(),
                    threshold.GetProperty("fnmr").GetDouble(), threshold.GetProperty("extrapolated").GetBoolean()));
        }
        Assert.Contains("Calibrate with more people", thresholds[2].GetProperty("error").GetString(), StringComparison.Ordinal);

        var age = Assert.Single(json.RootElement.GetProperty("groups").EnumerateArray());
        Assert.Equal("age", age.GetProperty("attribute").GetString());
        var old = Assert.Single(age.GetProperty("groups").EnumerateArray());
        Assert.Equal(("old", 9, 1000), (old.GetProperty("group").GetString(), old.GetProperty("fmr").GetProperty("errors").GetInt32(), old.GetProperty("fmr").GetProperty("trials").GetInt32()));
        Assert.Contains("beyond chance", Assert.Single(age.GetProperty("warnings").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }
}
