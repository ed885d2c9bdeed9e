using AccessKiosk.Storage.Events;
using AccessKiosk.Access.Events;
using AccessKiosk.Access.Supervision;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Kiosk.Configuration.Reload;
using Microsoft.Extensions.Time.Testing;

namespace AccessKiosk.Kiosk.Tests.Configuration;

/// <summary>The settings' file changes while the kiosk runs.</summary>
public sealed class LiveSettingsTests : IAsyncLifetime, IEventSink
{
    private readonly FakeTimeProvider _time = new();
    private readonly TemporaryFolder _folder = new();
    private readonly KioskOptions _options = KioskOptions.Load();
    private readonly List<AccessEvent> _told = [];
    private readonly ServiceSupervisor _supervisor;
    private readonly SettingsWatch _watch;
    private string[] _settings = [];

    public LiveSettingsTests()
    {
        _supervisor = new(_time);
        _watch = new(new(_options, this, _time), Link(), () => KioskOptions.Load(_settings), _time, _supervisor);
    }

    // What the installed program reads is a link to the file that is edited.
    private string Target => Path.Combine(_folder.Path, "etc.json");

    public async ValueTask InitializeAsync() => await _watch.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _watch.StopAsync(CancellationToken.None);
        _watch.Dispose();
        _supervisor.Dispose();
        _folder.Dispose();
    }

    void IEventSink.Publish(AccessEvent happened) => _told.Add(happened);

    [Fact]
    public void Every_setting_is_found_with_the_names_that_the_site_gives()
    {
        var options = KioskOptions.Load(["Gpio:Lines:relay:Debounce=00:00:01", "Doors:main:Relay=relay"]);
        var settings = SettingPlace.Of(options);

        Assert.Empty(SettingCatalogue.All.Select(setting => setting.Path).Where(path => !path.Contains(SettingCatalogue.Name, StringComparison.Ordinal)).Except(settings.Keys, StringComparer.Ordinal));
        Assert.Equal("00:00:01", settings["Gpio:Lines:relay:Debounce"].Text);
        Assert.Equal("relay", settings["Doors:main:Relay"].Text);
    }

    [Fact]
    public void What_is_safe_takes_hold_and_what_is_not_is_named()
    {
        var quality = _options.Quality;
        Change("Quality:MinSharpness=14", "Recognition:TimeLimit=9", "Recognition:MaxFpir=0.01", "Doors:main:Relay=other", "Gpio:Lines:other:Chip=");

        Assert.Equal(14, quality.MinSharpness);
        Assert.Equal(9, _options.Recognition.TimeLimit);
        Assert.Equal(0.001, _options.Recognition.MaxFpir);
        var told = Assert.Single(_told);
        Assert.Equal(EventCodes.SettingsChanged, told.Code);
        Assert.StartsWith("active now: Quality:MinSharpness, Recognition:TimeLimit; needs a restart: Doors:main:", told.Detail, StringComparison.Ordinal);
        Assert.EndsWith("Recognition:MaxFpir", told.Detail, StringComparison.Ordinal);
        Assert.Equal("etc.json", Path.GetFileName(Target));
    }

    [Fact]
    public void A_file_with_faults_changes_nothing_and_names_each()
    {
        Change("Quality:MinSharpness=14", "Recognition:TimeLimit=900", "Quality:MinSharpnes=1");

        Assert.Equal(20, _options.Quality.MinSharpness);
        Assert.Equal(EventSeverity.Fault, Assert.Single(_told).Severity);
        Assert.Contains("Recognition:TimeLimit is 900", _told[0].Detail, StringComparison.Ordinal);
        Assert.Contains("Quality:MinSharpnes ", _told[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_says_the_same_in_other_words_is_passed_over()
    {
        Change("Quality:MinSharpness=20.0");

        Assert.Empty(_told);
    }

    private string Link()
    {
        File.WriteAllText(Target, "{}");
        var link = Path.Combine(_folder.Path, "appsettings.json");
        File.CreateSymbolicLink(link, Target);
        return link;
    }

    // As editors do: a new file takes the old one's place. Then it is looked at twice.
    private void Change(params string[] settings)
    {
        _settings = settings;
        File.WriteAllText(Target + ".new", string.Join(' ', settings));
        File.Move(Target + ".new", Target, overwrite: true);
        _time.Advance(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(1));
    }
}
