using System.Runtime.CompilerServices;
using AccessKiosk.Kiosk.Configuration;

namespace AccessKiosk.Kiosk.Tests.Configuration;

public sealed class ConfigurationReferenceTests
{
    [Fact]
    public void The_committed_reference_is_what_the_options_say()
    {
        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../../docs/configuration.md"));
        Assert.SkipUnless(File.Exists(path) || Environment.GetEnvironmentVariable("KIOSK_WRITE_DOCS") == "1", $"{path} is not here: the tests run away from their sources.");
        if (Environment.GetEnvironmentVariable("KIOSK_WRITE_DOCS") == "1")
            File.WriteAllText(path, ConfigurationReference.Markdown());

        Assert.True(ConfigurationReference.Markdown() == File.ReadAllText(path), $"{path} is stale. Write it again: ./kiosk config reference > docs/configuration.md");
    }

    [Fact]
    public void Every_expert_setting_is_a_setting_or_a_section()
    {
        var known = SettingCatalogue.All.SelectMany(setting => new[] { setting.Path, setting.Path.Split(':')[0] }).ToHashSet(StringComparer.Ordinal);
        Assert.All(ExpertSettings.All, path => Assert.Contains(path, known));
    }

    [Fact]
    public void Every_setting_says_what_it_does()
    {
        Assert.NotEmpty(SettingCatalogue.All);
        Assert.All(SettingCatalogue.All, setting => Assert.True(setting.Summary.Length > 10, $"{setting.Path} says nothing of itself."));
    }

    [Theory]
    [InlineData("rtsp://guard:s3cret@10.0.0.7/stream", "rtsp://…@10.0.0.7/stream")]
    [InlineData("rtsp://10.0.0.7/stream?user=guard&pw=s3cret", "rtsp://10.0.0.7/stream?…")]
    [InlineData("rtspsrc location=rtsp://x user-id=guard user-pw=s3cret ! decodebin", "rtspsrc location=rtsp://x user-id=guard user-pw=… ! decodebin")]
    [InlineData("/srv/a clip @ night?.mp4", "/srv/a clip @ night?.mp4")]
    public void What_only_the_camera_should_know_is_left_out(string value, string shown) => Assert.Equal(shown, SettingOrigins.Masked(value));

    [Fact]
    public async Task Show_tells_where_each_value_comes_from()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["ACCESSKIOSK__Recognition__MaxFpir"] = "0.0005" };
        using var program = KioskProgram.Start(["config", "show", "--origin", "--json", "--set", "Camera:Source=rtsp://guard:s3cret@10.0.0.7/stream"], environment);
        var result = (await program.EndAsync()).Exited(0);

        Assert.DoesNotContain("s3cret", result.Output, StringComparison.Ordinal);
        var shown = result.Json.ToDictionary(line => line.GetProperty("key").GetString()!, line => (line.GetProperty("value").GetString(), line.GetProperty("origin").GetString()));
        Assert.Equal(("rtsp://10.0.0.7", "command line"), shown["Camera:Source"]);
        Assert.Equal("0.0005", shown["Recognition:MaxFpir"].Item1);
        Assert.StartsWith("environment, ACCESSKIOSK__", shown["Recognition:MaxFpir"].Item2, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(("00:00:02", "default"), shown["Camera:StallTimeout"]);
    }

    [Fact]
    public void What_a_camera_does_not_say_of_itself_is_shown_as_what_every_camera_has()
    {
        var shown = SettingOrigins.Of(KioskOptions.Sources(["Camera:Width=640", "Camera:Height=480", "Cameras:in:Source=rtsp://guard:s3cret@10.0.0.7/", "Cameras:out:Width=320", "Doors:main:Relay=relay"]))
            .ToDictionary(setting => setting.Key, setting => (setting.Value, setting.Origin));
        Assert.Equal(("rtsp://10.0.0.7", "command line"), shown["Cameras:in:Source"]);
        Assert.Equal(("640", "Camera:Width: command line"), shown["Cameras:in:Width"]);
        Assert.Equal(("320", "command line"), shown["Cameras:out:Width"]);
        Assert.Equal(("0", "default"), shown["Cameras:out:Source"]);
        Assert.Equal(("In", "default"), shown["Cameras:out:Direction"]);
        Assert.Equal(("00:00:05", "default"), shown["Doors:main:Pulse"]);
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
