using System.Text.Json.Nodes;
using AccessKiosk.Liveness.Cues;
using AccessKiosk.Liveness.Fusion;

namespace AccessKiosk.Liveness.Tests.Fusion;

public sealed class LivenessCalibrationTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public void A_record_survives_writing_and_reading()
    {
        Shipped.Calibration.Write(_path);
        var read = LivenessCalibration.Read(_path);

        Assert.Equal(Shipped.Calibration.Cues, read.Cues);
        Assert.Equal(Shipped.Calibration.LiveAbove, read.LiveAbove);
    }

    [Fact]
    public void A_record_without_limits_by_confidence_is_read_with_one_limit()
    {
        Shipped.Calibration.Write(_path);
        var fields = JsonNode.Parse(File.ReadAllText(_path))!.AsObject();
        foreach (var cue in fields["cues"]!.AsArray())
            foreach (var name in new[] { "vetoFrom", "earlyVeto" })
                cue!.AsObject().Remove(name);
        File.WriteAllText(_path, fields.ToJsonString());
        var micro = LivenessCalibration.Read(_path).Cues.First(c => c.Cue is Cue.MicroMotion);

        Assert.True(micro.Forbids(new(-0.2f, 0.5f)) && micro.Forbids(new(-0.2f, 1)));
        Assert.False(micro.Forbids(new(-0.2f, 0.49f)) || micro.Forbids(new(0.1f, 0.5f)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.1f)]
    public void A_veto_from_an_impossible_confidence_is_refused(float confidence) =>
        AssertRefused(Shipped.Calibration with { Cues = [new(Cue.Planarity, 1, 0, 1, 3, VetoFrom: confidence)] }, "damaged");

    [Fact]
    public void A_record_for_another_texture_network_is_refused()
    {
        var texture = Shipped.Calibration.Texture;
        AssertRefused(Shipped.Calibration with { Texture = texture with { Sha256 = new('0', 64) } }, "another texture network");
        AssertRefused(Shipped.Calibration with { Texture = texture with { Model = "another" } }, "none named another");
    }

    [Fact]
    public void A_record_that_says_nothing_about_its_texture_network_is_refused_and_says_what_to_do()
    {
        Shipped.Calibration.Write(_path);
        var fields = JsonNode.Parse(File.ReadAllText(_path))!.AsObject();
        fields.Remove("texture");
        File.WriteAllText(_path, fields.ToJsonString());

        Assert.Contains("copy the part \"texture\"", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("side", "0")]
    [InlineData("crop", "0.5")]
    [InlineData("classes", "1")]
    [InlineData("live", "[]")]
    [InlineData("live", "[3]")]
    [InlineData("live", "[0, 1, 2]")]
    [InlineData("live", "[0, 0]")]
    [InlineData("maxLogOdds", "0")]
    [InlineData("lit", "20")]
    [InlineData("fullSeconds", "0")]
    public void Impossible_words_about_the_texture_network_are_refused(string field, string value)
    {
        Shipped.Calibration.Write(_path);
        var fields = JsonNode.Parse(File.ReadAllText(_path))!.AsObject();
        fields["texture"]![field] = JsonNode.Parse(value);
        File.WriteAllText(_path, fields.ToJsonString());

        Assert.Contains("texture network is impossible", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_negative_weight_is_refused() =>
        AssertRefused(Shipped.Calibration with { Cues = [new(Cue.Texture, -1, 0, 1, 3)] }, "damaged");

    [Fact]
    public void A_missing_record_says_how_to_make_one()
    {
        var fault = Assert.Throws<LivenessCalibrationException>(() => LivenessCalibration.Read(_path + ".none"));
        Assert.Contains("calibrate liveness", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_path);

    private void AssertRefused(LivenessCalibration record, string why)
    {
        record.Write(_path);
        Assert.Contains(why, Refusal(), StringComparison.Ordinal);
    }

    private string Refusal() => Assert.Throws<LivenessCalibrationException>(() => LivenessCalibration.Read(_path)).Message;
}
