using AccessKiosk.Access.Configuration;
using AccessKiosk.Access.Events;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Kiosk.Configuration.Reload;
using AccessKiosk.Web.Site.Settings;

namespace AccessKiosk.Kiosk.Tests.Configuration;

/// <summary>What staff set on the settings page, as a source of the configuration.</summary>
public sealed class StaffSettingsTests : IDisposable
{
    private readonly TemporaryFolder _store = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_store.Path, "settings.json");

    public void Dispose() => _store.Dispose();

    [Fact]
    public void It_comes_after_the_file_and_before_the_command_line()
    {
        Write("""{ "Web:Screen:Contact": "Reception, 100", "Enrollment:Wanted": "4" }""");
        var options = Load("Enrollment:Wanted=3");

        Assert.Equal(("Reception, 100", 3), (options.Web.Screen.Contact, options.Enrollment.Wanted));
        Assert.Contains(new("Web:Screen:Contact", "Reception, 100", "settings page, settings.json"), SettingOrigins.Of(KioskOptions.Sources([$"Store:Directory={_store.Path}"])));
    }

    [Theory]
    [InlineData("Camera:Source", "rtsp://elsewhere/")]
    [InlineData("Recognition:MaxFpir", "0.05")]
    [InlineData("Doors:main:Relay", "other")]
    [InlineData("Web:ScreenFromAnywhere", "true")]
    public void What_the_page_does_not_offer_does_not_come_in_by_its_file(string key, string value)
    {
        Write($$"""{ "{{key}}": "{{value}}" }""");
        Assert.Contains($"{File} has {key}, which the settings page does not offer; allowed there: Web:Screen:Language, ", Assert.Throws<ConfigurationException>(() => Load()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[1, 2]")]
    [InlineData("""{ "Web:Screen:Sound": { "a": 1 } }""")]
    [InlineData("""{ "Web:Screen:Sound": "true", "web:screen:sound": "false" }""")]
    public void A_damaged_file_is_a_fault_that_says_what_to_do(string text)
    {
        Write(text);
        var fault = Assert.Single(Assert.Throws<ConfigurationException>(() => Load()).Faults);
        Assert.StartsWith($"{File}, where the settings page keeps its values, cannot be read: ", fault, StringComparison.Ordinal);
        Assert.EndsWith("Remove it to go back to appsettings.json.", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_setting_of_the_page_exists_and_names_no_device_file_or_secret() => Assert.All(StaffSettings.All, setting =>
    {
        var known = SettingCatalogue.All.Single(one => one.Path == setting.Key);
        Assert.False(ExpertSettings.Contains(known));
        Assert.DoesNotMatch("(?i)file|directory|password|credential|library|certificate|source|host$|port$", setting.Key);
    });

    [Fact]
    public async Task What_is_saved_holds_at_once_and_at_the_next_start_and_is_audited_without_texts()
    {
        await using var kiosk = await OpenAsync("Mqtt:Names=false");
        var desk = kiosk.Get<ISiteSettings>();
        Assert.Empty(await SaveAsync(desk, ("Web:Screen:Contact", "Ada, 42"), ("Web:Screen:IdleAfter", "00:01:00"), ("Web:IdleTime", "01:00:00"), ("Recognition:GrantAgainAfter", "30")));

        Assert.Equal(("Ada, 42", TimeSpan.FromMinutes(1), 30), (kiosk.Options.Web.Screen.Contact, kiosk.Options.Web.Screen.IdleAfter, kiosk.Options.Recognition.GrantAgainAfter));
        // The sign-in was made with the old one.
        Assert.Equal(TimeSpan.FromMinutes(30), kiosk.Options.Web.IdleTime);
        Assert.Equal(["Web:IdleTime"], desk.List().Where(setting => setting.AwaitsRestart).Select(setting => setting.Key));
        Assert.Equal(TimeSpan.FromHours(1), Load().Web.IdleTime);
        var entry = Assert.Single(await kiosk.Population.Store.Audit.ListAsync(limit: 1, cancellationToken: Cancellation));
        Assert.Equal(("Ada", "settings.changed"), (entry.Actor, entry.Action));
        Assert.Contains("00:00:30 → 00:01:00", System.Text.RegularExpressions.Regex.Unescape(entry.Details!), StringComparison.Ordinal);
        Assert.DoesNotContain("42", entry.Details, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public async Task With_one_fault_nothing_is_saved_and_each_is_told_by_its_label()
    {
        await using var kiosk = await OpenAsync("Mqtt:Names=false");
        var desk = kiosk.Get<ISiteSettings>();
        Assert.Equal(
            ["Reach is 7; allowed: 0.35 to 1.", "Language is xx; allowed: en, de, es, fr, it, ar."],
            (await SaveAsync(desk, ("Web:Screen:Reach", "7"), ("Web:Screen:Language", "xx"), ("Web:Screen:Contact", "Ada"))).Order(StringComparer.Ordinal).Reverse());
        Assert.StartsWith("Captures for each person is many; allowed: a whole number", Assert.Single(await SaveAsync(desk, ("Enrollment:Wanted", "many"))), StringComparison.Ordinal);
        Assert.Equal("Camera:Source is not set here.", Assert.Single(await SaveAsync(desk, ("Camera:Source", "/dev/null"))));
        Assert.Equal("Names in MQTT messages: it is set by the command line.", Assert.Single(await SaveAsync(desk, ("Mqtt:Names", "true"))));

        Assert.False(System.IO.File.Exists(File));
        Assert.Equal("", kiosk.Options.Web.Screen.Contact);
        Assert.All(desk.List(), setting => Assert.False(setting.IsChanged));
    }

    [Fact]
    public async Task Many_at_once_lose_nothing()
    {
        await using var kiosk = await OpenAsync();
        var desk = kiosk.Get<ISiteSettings>();
        await Task.WhenAll(
            SaveAsync(desk, ("Web:Screen:Sound", "false")), SaveAsync(desk, ("Web:Screen:Speech", "true")), SaveAsync(desk, ("Enrollment:Wanted", "7")), SaveAsync(desk, ("Mail:BundleTime", "00:10:00")));
        var options = Load();
        Assert.Equal((false, true, 7, TimeSpan.FromMinutes(10)), (options.Web.Screen.Sound, options.Web.Screen.Speech, options.Enrollment.Wanted, options.Mail.BundleTime));
    }

    [Fact]
    public void A_setting_that_holds_at_once_is_one_object_with_what_the_kiosk_reads()
    {
        var options = KioskOptions.Load();
        Assert.All(StaffSettings.All.Where(setting => LiveSettings.Include(setting.Key)), setting => Assert.True(SettingPlace.Of(options).ContainsKey(setting.Key)));
    }

    private static Task<IReadOnlyList<string>> SaveAsync(ISiteSettings desk, params IEnumerable<(string Key, string Value)> values) =>
        desk.SaveAsync(values.ToDictionary(value => value.Key, value => value.Value, StringComparer.Ordinal), "Ada", Cancellation);

    private Task<HostedKiosk> OpenAsync(params string[] settings)
    {
        var options = Load(["Gpio:Driver=Simulated", "Doors:main:Relay=relay", "Web:Port=0", .. settings]);
        return HostedKiosk.OpenAsync(options, new JsonEventSink(TextWriter.Null, showNames: false), TimeProvider.System);
    }

    private KioskOptions Load(params string[] settings) => KioskOptions.Load([$"Store:Directory={_store.Path}", .. settings]);

    private void Write(string text) => System.IO.File.WriteAllText(File, text);
}
