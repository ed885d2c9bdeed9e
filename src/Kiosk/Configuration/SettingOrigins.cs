using System.Text.RegularExpressions;
using AccessKiosk.Hardware.Cameras;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace AccessKiosk.Kiosk.Configuration;

/// <summary>An active value and where it comes from.</summary>
/// <param name="Key"><c>Section:Key</c>.</param>
/// <param name="Value">The value, without what only the camera should know.</param>
/// <param name="Origin">A file, the settings page, a variable of the environment, the command line, or default.</param>
internal sealed record SettingOrigin(string Key, string Value, string Origin);

/// <summary>Tells where each value comes from.</summary>
internal static partial class SettingOrigins
{
    /// <summary>Every active key, set and default.</summary>
    public static IEnumerable<SettingOrigin> Of(IConfigurationRoot configuration)
    {
        var given = configuration.AsEnumerable().Where(pair => pair.Value is not null).Select(pair => pair.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var others = SettingCatalogue.All.SelectMany(setting => Named(configuration, setting)).Where(setting => !given.Contains(setting.Path)).Select(setting => Unset(configuration, setting));
        return given.Select(key => new SettingOrigin(key, Shown(key, configuration[key] ?? ""), Origin(configuration, key))).Concat(others).OrderBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase);
    }

    // Of a camera's address host and port are shown: cameras take passwords in the path as well.
    private static string Shown(string key, string value)
    {
        if (key.EndsWith("Password", StringComparison.OrdinalIgnoreCase))
            return value.Length == 0 ? "" : "…";
        var isCamera = key.StartsWith(CameraOptions.Section, StringComparison.OrdinalIgnoreCase) && key.EndsWith($":{nameof(CameraOptions.Source)}", StringComparison.OrdinalIgnoreCase);
        return isCamera && (CameraOptions.IsAddress(value) || CameraOptions.MayHoldSecret(value)) ? CameraOptions.Shown(value) : Masked(value);
    }

    /// <summary>A value without user names, passwords and tokens: what stands before the @ of an address and after its question mark.</summary>
    internal static string Masked(string value) => Query().Replace(Secret().Replace(UserInfo().Replace(value, "://…@"), "${name}=…"), "${address}?…");

    // A key that a name belongs in, once for each name that the configuration gives.
    private static IEnumerable<Setting> Named(IConfiguration configuration, Setting setting)
    {
        var at = setting.Path.IndexOf(SettingCatalogue.Name, StringComparison.Ordinal);
        return at < 0
            ? [setting]
            : configuration.GetSection(setting.Path[..(at - 1)]).GetChildren().Select(child => setting with { Path = $"{child.Path}{setting.Path[(at + SettingCatalogue.Name.Length)..]}" });
    }

    // What a camera does not say of itself it has of Camera.
    private static SettingOrigin Unset(IConfigurationRoot configuration, Setting setting)
    {
        if (!setting.Path.StartsWith($"{CameraOptions.ManySection}:", StringComparison.Ordinal))
            return new(setting.Path, setting.Default, "default");
        var common = $"{CameraOptions.Section}:{setting.Path[(setting.Path.LastIndexOf(':') + 1)..]}";
        return configuration[common] is { } value
            ? new(setting.Path, Shown(common, value), $"{common}: {Origin(configuration, common)}")
            : new(setting.Path, SettingCatalogue.All.Single(other => other.Path == common).Default, "default");
    }

    /// <summary>Where a value that is given comes from.</summary>
    internal static string Origin(IConfigurationRoot configuration, string key) =>
        configuration.Providers.Last(provider => provider.TryGet(key, out _)) switch
        {
            StaffSettingsSource.Provider => $"settings page, {StaffSettingsFile.Name}",
            JsonConfigurationProvider file => file.Source.Path ?? "file",
            EnvironmentVariablesConfigurationProvider => $"environment, {KioskOptions.EnvironmentPrefix}{key.Replace(":", "__", StringComparison.Ordinal)}",
            _ => "command line",
        };

    [GeneratedRegex(@"://[^/\s""]*@", RegexOptions.None, 1000)]
    private static partial Regex UserInfo();

    // Elements of GStreamer pipelines take passwords as properties.
    [GeneratedRegex(@"\b(?<name>\w*(?:password|passwd|user-pw|token|secret)\w*)\s*=\s*(?:""[^""]*""|\S+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Secret();

    [GeneratedRegex(@"(?<address>://[^\s?]*)\?\S+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Query();
}
