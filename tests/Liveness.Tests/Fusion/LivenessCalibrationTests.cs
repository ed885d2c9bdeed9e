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
    public void A_record_for_another_texture_model_is_refused() =>
        AssertRefused(Shipped.Calibration with { TextureModel = new('0', 64) }, "another texture model");

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
        Assert.Contains(why, Assert.Throws<LivenessCalibrationException>(() => LivenessCalibration.Read(_path)).Message, StringComparison.Ordinal);
    }
}
