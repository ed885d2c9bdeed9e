using System.Text.Json.Nodes;
using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Kiosk.Configuration;

namespace AccessKiosk.Kiosk.Tests.Recognition;

/// <summary>Without a sound calibration record for this embedder nobody can be let in, and the message says what to do.</summary>
public sealed class ActiveCalibrationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static string Shipped => Path.Combine(AppContext.BaseDirectory, "calibration", "recognition.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_record_refuses() => Refused(Path.Combine(_folder.Path, "none.json"), "there is no such file");

    [Fact]
    public void A_folder_in_its_place_refuses() => Refused(_folder.Path, "denied");

    [Fact]
    public void An_empty_record_refuses() => Refused(_folder.File("a.json", []), "cannot be read");

    [Fact]
    public void A_cut_off_record_refuses()
    {
        var whole = File.ReadAllBytes(Shipped);
        Refused(_folder.File("a.json", whole.AsSpan(0, whole.Length / 2)), "cannot be read");
    }

    [Fact]
    public void A_record_for_another_embedder_refuses() => Refused(Changed(record => record["modelHash"] = new string('a', 64)), "was made by embedding model aaaaaaaaaaaa");

    [Fact]
    public void A_record_that_rests_on_nothing_refuses() => Refused(Changed(record => record["data"]!["nonMatedComparisons"] = 0), "rests on no comparisons");

    [Fact]
    public void A_record_of_an_unknown_format_refuses() => Refused(Changed(record => record["schema"] = "other/9"), "other/9");

    [Fact]
    public void More_people_and_a_stricter_rate_raise_the_threshold()
    {
        var usual = ActiveCalibration.Load(KioskOptions.Load().Recognition.Thresholds);
        var strict = ActiveCalibration.Load(KioskOptions.Load(["Recognition:MaxFpir=0.0001"]).Recognition.Thresholds);
        Assert.True(usual.Threshold(1) < usual.Threshold(100));
        Assert.True(usual.Threshold(100) < usual.Threshold(10_000));
        Assert.True(usual.Threshold(100) < strict.Threshold(100));
        Assert.True(usual.MinAgreement < usual.Threshold(1));
    }

    [Fact]
    public async Task The_program_refuses_to_play_without_one()
    {
        var path = Path.Combine(_folder.Path, "none.json");
        (await KioskProgram.RunAsync("lab", "replay", Recordings.Man, "--set", $"Recognition:Calibration={path}")).Refused(path, "nobody can be let in", "./kiosk calibrate --images");
    }

    [Fact]
    public async Task The_program_refuses_to_play_without_a_liveness_record()
    {
        var path = Path.Combine(_folder.Path, "none.json");
        (await KioskProgram.RunAsync("lab", "replay", Recordings.Man, "--set", $"Liveness:Calibration={path}")).Refused(path, "liveness calibration");
    }

    private static void Refused(string path, string reason)
    {
        var fault = Assert.Throws<CalibrationException>(() => ActiveCalibration.Load(KioskOptions.Load([$"Recognition:Calibration={path}"]).Recognition.Thresholds));
        Assert.All([path, reason, "nobody can be let in", "./kiosk calibrate --images DIR"], text => Assert.Contains(text, fault.Message, StringComparison.Ordinal));
    }

    private string Changed(Action<JsonNode> change)
    {
        var record = JsonNode.Parse(File.ReadAllText(Shipped))!;
        change(record);
        return _folder.File("a.json", System.Text.Encoding.UTF8.GetBytes(record.ToJsonString()));
    }
}
