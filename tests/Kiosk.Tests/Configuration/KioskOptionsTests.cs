using AccessKiosk.Access.Configuration;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Kiosk.Tests.Configuration;

public sealed class KioskOptionsTests
{
    [Fact]
    public void Nothing_set_gives_sane_defaults()
    {
        var options = KioskOptions.Load();
        Assert.Equal(("0", InferenceProvider.Cpu, 0.001, 3), (options.Camera.Source, options.Inference.Provider, options.Recognition.MaxFpir, options.Recognition.MinFrames));
    }

    [Fact]
    public void Every_fault_is_told_at_once_with_key_value_and_what_is_allowed()
    {
        var fault = Assert.Throws<ConfigurationException>(() => KioskOptions.Load([
            "Camera:Width=wide", "Camera:Speed=Slow", "Camera:OpenTimeout=soon", "Camera:Loop=maybe", "Inference:Threads=", "Quality:MaxYaw=180",
            "Recognition:MinFrames=99", "Recognition:MinMargin=NaN", "Recogniton:MinFrames=3", "Camera:Colour=red", "Camera:Source="]));
        string[] expected =
        [
            "Camera:Width is wide; allowed: a whole number.", "Camera:Speed is Slow; allowed: RealTime, Maximum.", "Camera:OpenTimeout is soon; allowed: a time, hours:minutes:seconds, from 24 hours on days.hours:minutes:seconds (2.00:00:00).",
            "Camera:Loop is maybe; allowed: true, false.", "Inference:Threads is empty; allowed: a whole number.", "Quality:MaxYaw is 180; allowed: 5 to 90.",
            "Recognition:MinFrames is 99; allowed: 1 to 30.", "Recognition:MinMargin is NaN; allowed: 0 to 0.5.", "Camera:Source is empty; allowed: a value.",
        ];
        Assert.All(expected, line => Assert.Contains(line, fault.Faults));
        Assert.Contains(fault.Faults, line => line.StartsWith("Recogniton is not known; known here: ", StringComparison.Ordinal) && line.Contains("Recognition", StringComparison.Ordinal));
        Assert.Contains(fault.Faults, line => line.StartsWith("Camera:Colour is not known; known here: Source, ", StringComparison.Ordinal));
        Assert.Equal(expected.Length + 2, fault.Faults.Count);
        Assert.All(fault.Faults, line => Assert.Contains(line, fault.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Web:IdleTime=00:90:00", "Web:IdleTime is 00:90:00; allowed: a time, ")]
    [InlineData("Store:BusyTimeout=00:00:90", "Store:BusyTimeout is 00:00:90; allowed: a time, ")]
    [InlineData("Quality:MinEyeDistance=1e99", "Quality:MinEyeDistance is ")]
    [InlineData("Quality:MinEyeDistance=1e10", "Quality:MinEyeDistance is ")]
    [InlineData("Store:Directory=", "The store's Directory is empty: name a folder.")]
    [InlineData("Store:DatabaseFile=", "The store's DatabaseFile is empty: name a file, or leave the key out.")]
    [InlineData("Store:KeyStoreFile=", "The store's KeyStoreFile is empty: name a file, or leave the key out.")]
    [InlineData("Store:MasterKeyFile= ", "The store's MasterKeyFile is empty: name a file, or leave the key out.")]
    [InlineData("Store:DatabaseFile=a\0b", "The store's DatabaseFile is no path: name a file, or leave the key out.")]
    public void A_value_that_cannot_even_be_read_is_a_fault_like_any_other(string setting, string fault) =>
        Assert.StartsWith(fault, Assert.Single(Assert.Throws<ConfigurationException>(() => KioskOptions.Load([setting])).Faults), StringComparison.Ordinal);

    [Theory]
    [InlineData("48:00:00")]
    [InlineData("24:00:00")]
    [InlineData("-48:00:00")]
    public void Hours_that_would_be_taken_for_days_are_refused_with_the_way_to_write_days(string time) => Assert.Contains(
        $"Retention:SpoofPictures is {time}; allowed: a time, hours:minutes:seconds, from 24 hours on days.hours:minutes:seconds (2.00:00:00).",
        Assert.Throws<ConfigurationException>(() => KioskOptions.Load([$"Retention:SpoofPictures={time}"])).Faults);

    [Fact]
    public void Days_are_written_before_a_dot() =>
        Assert.Equal(TimeSpan.FromDays(2), KioskOptions.Load(["Retention:SpoofPictures=2.00:00:00"]).Retention.SpoofPictures);

    [Fact]
    public void Keys_are_found_whatever_their_case() => Assert.Equal(7, KioskOptions.Load(["recognition:minframes=7"]).Recognition.MinFrames);

    [Fact]
    public void Of_a_key_that_is_set_twice_the_last_value_counts() =>
        Assert.Equal(8, KioskOptions.Load(["Recognition:MinFrames=7", "recognition:minframes=8"]).Recognition.MinFrames);

    [Theory]
    [InlineData("nonsense")]
    [InlineData("=3")]
    public void A_setting_of_another_form_is_refused_with_the_form(string setting) =>
        Assert.Contains($"'{setting}' is not of the form Section:Key=Value", Assert.Throws<ConfigurationException>(() => KioskOptions.Load([setting])).Message, StringComparison.Ordinal);

    [Fact]
    public void Combinations_of_values_are_checked_too() =>
        Assert.Contains("give both or neither", Assert.Throws<ConfigurationException>(() => KioskOptions.Load(["Camera:Width=640"])).Message, StringComparison.Ordinal);

    [Fact]
    public async Task The_command_line_wins_over_the_environment_and_that_over_the_file()
    {
        using var copy = ProgramCopy.WithSettings("""{ "Camera": { "Source": "file.mp4", "Width": 1, "Height": 1 } }""");
        Assert.Contains("file.mp4", await CameraOf(copy, null), StringComparison.Ordinal);
        Assert.Contains("environment.mp4", await CameraOf(copy, "environment.mp4"), StringComparison.Ordinal);
        Assert.Contains("line.mp4", await CameraOf(copy, "environment.mp4", "--set", "Camera:Source=line.mp4"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"Camera\": ", "appsettings.json")]
    [InlineData("{ \"Kamera\": { \"Source\": \"0\" } }", "Kamera is not known")]
    public async Task A_damaged_settings_file_is_refused(string content, string reason)
    {
        using var copy = ProgramCopy.WithSettings(content);
        using var program = KioskProgram.Start(["doctor", "--json"], folder: copy.Path);
        var result = (await program.EndAsync()).Exited(2);
        Assert.Empty(result.Output);
        Assert.Contains(reason, result.Errors, StringComparison.Ordinal);
    }

    private static async Task<string> CameraOf(ProgramCopy copy, string? environment, params string[] arguments)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["ACCESSKIOSK__Inference__Models"] = Path.Combine(Recordings.Artifacts, "models") };
        if (environment is not null)
            variables["ACCESSKIOSK__Camera__Source"] = environment;
        using var program = KioskProgram.Start(["doctor", "--json", .. arguments], variables, copy.Path);
        var rows = (await program.EndAsync()).Exited(1).Json;
        return rows.Single(row => row.GetProperty("check").GetString() == "camera").GetProperty("found").GetString()!;
    }
}
