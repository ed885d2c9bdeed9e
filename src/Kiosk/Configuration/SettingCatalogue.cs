using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using AccessKiosk.Hardware.Cameras;

namespace AccessKiosk.Kiosk.Configuration;

/// <summary>One key of the configuration.</summary>
/// <param name="Path"><c>Section:Key</c>, with <c>{name}</c> where the site gives the name.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="Default">What holds when it is not given.</param>
/// <param name="Allowed">The range; empty when any value will do.</param>
/// <param name="Summary">What it does.</param>
internal sealed record Setting(string Path, string Kind, string Default, string Allowed, string Summary);

/// <summary>Every key there is, from the options classes themselves.</summary>
internal static class SettingCatalogue
{
    /// <summary>Stands for a name that the site gives.</summary>
    public const string Name = "{name}";

    /// <summary>All keys in the order of the classes.</summary>
    public static IReadOnlyList<Setting> All { get; } = [.. Of(new KioskOptions(), "")];

    /// <summary>A value as a configuration writes it.</summary>
    public static string Text(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static IEnumerable<Setting> Of(object options, string prefix)
    {
        var properties = options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).OrderBy(property => property.MetadataToken);
        return properties.SelectMany(property => Of(options, property, prefix.Length > 0 ? $"{prefix}:{property.Name}" : property.Name));
    }

    private static IEnumerable<Setting> Of(object options, PropertyInfo property, string path)
    {
        var (type, value) = (property.PropertyType, property.GetValue(options));
        if (value is IDictionary)
            return Of(Activator.CreateInstance(type.GetGenericArguments()[1])!, $"{path}:{Name}");
        if (type.IsClass && type != typeof(string) && value is not null)
            return Of(value, path);
        var standard = path switch
        {
            // Where the store lies depends on the machine.
            "Store:Directory" => "the service's state folder",
            _ when path.StartsWith($"{CameraOptions.ManySection}:", StringComparison.Ordinal) => $"{CameraOptions.Section}:{property.Name}",
            _ => Text(value),
        };
        return [new(path, Kind(type), standard, Allowed(property, type), XmlSummaries.Of(property))];
    }

    private static string Kind(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain switch
        {
            _ when plain.IsEnum => "choice",
            _ when plain == typeof(bool) => "true or false",
            _ when plain == typeof(TimeSpan) => "time",
            _ when plain == typeof(int) || plain == typeof(long) => "whole number",
            _ when plain == typeof(float) || plain == typeof(double) => "number",
            _ => "text",
        };
    }

    private static string Allowed(PropertyInfo property, Type type)
    {
        if (type.IsEnum)
            return string.Join(", ", Enum.GetNames(type));
        if (property.GetCustomAttribute<AllowedValuesAttribute>() is { } some)
            return string.Join(", ", some.Values);
        return property.GetCustomAttribute<RangeAttribute>() is { } range
            ? $"{Text(range.Minimum)} to {Text(range.Maximum)}"
            : property.GetCustomAttribute<RequiredAttribute>() is not null ? "a value" : "";
    }
}
