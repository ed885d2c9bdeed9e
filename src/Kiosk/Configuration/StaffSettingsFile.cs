using System.Text.Json;
using AccessKiosk.Access.Configuration;
using AccessKiosk.Enrollment.Files;

namespace AccessKiosk.Kiosk.Configuration;

/// <summary>Where the settings page keeps what staff have set: one JSON object of keys and values in the store's folder.</summary>
internal static class StaffSettingsFile
{
    /// <summary>Its name, and what the origin of a value is called.</summary>
    public const string Name = "settings.json";

    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true };

    /// <summary>Its path in a store's folder.</summary>
    public static string In(string store) => Path.Combine(store, Name);

    /// <summary>What it sets; empty when there is none.</summary>
    /// <exception cref="ConfigurationException">It is there and cannot be read.</exception>
    public static Dictionary<string, string?> Read(string store)
    {
        var path = In(store);
        try
        {
            return File.Exists(path) ? new(JsonSerializer.Deserialize<Dictionary<string, string?>>(File.ReadAllText(path)) ?? [], StringComparer.OrdinalIgnoreCase) : new(StringComparer.OrdinalIgnoreCase);
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException([$"{path}, where the settings page keeps its values, cannot be read: {fault.Message} Remove it to go back to appsettings.json."]);
        }
    }

    /// <summary>Keys that pages may not set, one line each: nothing slips in by this file.</summary>
    public static IEnumerable<string> Faults(string store, IEnumerable<string> keys) =>
        keys.Where(key => !StaffSettings.Include(key)).Select(key => $"{In(store)} has {key}, which the settings page does not offer; allowed there: {string.Join(", ", StaffSettings.All.Select(setting => setting.Key))}.");

    /// <summary>Writes it whole; mode 0600.</summary>
    public static Task WriteAsync(string store, IReadOnlyDictionary<string, string?> values) =>
        PrivateFile.WriteTextAsync(In(store), JsonSerializer.Serialize(new SortedDictionary<string, string?>(values.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal), Format) + "\n");
}
