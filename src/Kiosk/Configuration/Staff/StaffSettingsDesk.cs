using AccessKiosk.Access.Configuration;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Kiosk.Configuration.Reload;
using AccessKiosk.Web.Site.Settings;

namespace AccessKiosk.Kiosk.Configuration.Staff;

/// <summary>What the settings page shows and saves. A value that takes effect while the kiosk runs does so when it is saved.</summary>
/// <param name="options">The settings that the kiosk was started with.</param>
/// <param name="active">What it has now.</param>
/// <param name="store">Where changes are audited.</param>
internal sealed class StaffSettingsDesk(KioskOptions options, ActiveSettings active, KioskStore store) : ISiteSettings, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <inheritdoc/>
    public IReadOnlyList<SiteSetting> List()
    {
        var saved = StaffSettingsFile.Read(Folder);
        var sources = KioskOptions.Sources(options.CommandLine, saved);
        var (given, now) = (SettingPlace.Of(KioskOptions.Load(options.CommandLine, saved)), SettingPlace.Of(options));
        return [.. StaffSettings.All.Select(setting => Of(setting, sources, given[setting.Key].Text, now[setting.Key].Text))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> SaveAsync(IReadOnlyDictionary<string, string> values, string by, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var before = List().ToDictionary(setting => setting.Key, StringComparer.OrdinalIgnoreCase);
            var faults = values.Keys.Where(key => !before.ContainsKey(key)).Select(key => $"{key} is not set here.")
                .Concat(values.Keys.Where(key => before.TryGetValue(key, out var one) && one.FixedBy is not null).Select(key => $"{before[key].Label}: it is set by the {before[key].FixedBy}.")).ToList();
            if (faults.Count > 0)
                return faults;
            var wanted = StaffSettingsFile.Read(Folder);
            foreach (var (key, value) in values)
                wanted[before[key].Key] = value.Trim();
            var fresh = KioskOptions.Load(options.CommandLine, wanted);
            string[] changed = [.. values.Keys.Select(key => before[key].Key).Where(key => SettingPlace.Of(fresh)[key].Text != before[key].Value)];
            if (changed.Length == 0)
                return [];
            // What cannot be recorded is not done.
            await store.Audit.AppendAsync(by, "settings.changed", null, changed.ToDictionary(key => key, key => Audited(before[key], SettingPlace.Of(fresh)[key].Text), StringComparer.Ordinal), cancellationToken);
            await StaffSettingsFile.WriteAsync(Folder, wanted);
            active.Take(fresh, key => changed.Contains(key, StringComparer.OrdinalIgnoreCase));
            return [];
        }
        catch (ConfigurationException refused)
        {
            return [.. refused.Faults.Select(Labelled)];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [$"It could not be saved: {fault.Message}"];
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private string Folder => options.Store.Directory;

    private static SiteSetting Of(StaffSetting setting, IConfigurationRoot sources, string value, string now)
    {
        var known = SettingCatalogue.All.Single(one => one.Path == setting.Key);
        var origin = sources[setting.Key] is null ? null : sources.Providers.Last(provider => provider.TryGet(setting.Key, out _));
        var isOver = origin is not (null or StaffSettingsSource.Provider or Microsoft.Extensions.Configuration.Json.JsonConfigurationProvider);
        return new(
            setting.Key, setting.Group, setting.Label, setting.Summary, KindOf(known), value, known.Default,
            known.Kind == "choice" ? known.Allowed.Split(", ") : [],
            known.Kind == "choice" ? "" : known.Allowed, isOver ? SettingOrigins.Origin(sources, setting.Key) : null, value != now);
    }

    private static SettingKind KindOf(Setting known) => known.Kind switch
    {
        "true or false" => SettingKind.Switch,
        "whole number" or "number" => SettingKind.Number,
        "time" => SettingKind.Time,
        _ => SettingKind.Text,
    };

    // Texts may name people, and the audit is kept for good.
    private static string Audited(SiteSetting before, string after) =>
        before is { Kind: SettingKind.Text, Choices.Count: 0 } ? "another text" : $"{before.Value} → {after}";

    private static string Labelled(string fault) =>
        StaffSettings.All.FirstOrDefault(setting => fault.StartsWith(setting.Key + " ", StringComparison.Ordinal)) is { Label: { } label } known ? label + fault[known.Key.Length..] : fault;
}
