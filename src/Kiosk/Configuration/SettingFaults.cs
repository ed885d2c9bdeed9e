using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;

namespace AccessKiosk.Kiosk.Configuration;

/// <summary>A key or a value of the configuration that no option takes.</summary>
/// <param name="Path">The key, <c>Section:Key</c>.</param>
/// <param name="Message">One line: the key, what is wrong, what is allowed.</param>
internal readonly record struct SettingFault(string Path, string Message);

/// <summary>Finds unknown keys and values of the wrong type: neither may silently leave a default active.</summary>
internal static class SettingFaults
{
    /// <summary>Every fault of a section.</summary>
    public static IEnumerable<SettingFault> Find(IConfiguration section, Type type)
    {
        var known = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite).ToDictionary(p => p.Name, p => p.PropertyType, StringComparer.OrdinalIgnoreCase);
        return section.GetChildren().SelectMany(child => known.TryGetValue(child.Key, out var property)
            ? Below(child, property)
            : [new(child.Path, $"{child.Path} is not known; known here: {string.Join(", ", known.Keys)}.")]);
    }

    private static IEnumerable<SettingFault> Below(IConfigurationSection section, Type type)
    {
        if (type.IsAssignableTo(typeof(IDictionary)) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDictionary<,>)))
            return section.GetChildren().SelectMany(entry => Below(entry, type.GetGenericArguments()[1]));
        if (type.IsClass && type != typeof(string))
            return type.IsAssignableTo(typeof(IEnumerable)) ? [] : Find(section, type);
        return section.Value is { } value && !Fits(value, type) ? [new(section.Path, $"{section.Path} is {(value.Length > 0 ? value : "empty")}; allowed: {Allowed(type)}.")] : [];
    }

    private static bool Fits(string value, Type type)
    {
        try
        {
            return !(type == typeof(TimeSpan) && HasDaysForHours(value)) && TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value) is not null;
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    // .NET takes the hours of 48:00:00 for days.
    private static bool HasDaysForHours(string time) => time.Split(':') is [var first, _, _] && int.TryParse(first, CultureInfo.InvariantCulture, out var hours) && Math.Abs(hours) >= 24;

    private static string Allowed(Type type) => Type.GetTypeCode(type) switch
    {
        _ when type.IsEnum => string.Join(", ", Enum.GetNames(type)),
        _ when type == typeof(TimeSpan) => "a time, hours:minutes:seconds, from 24 hours on days.hours:minutes:seconds (2.00:00:00)",
        TypeCode.Boolean => "true, false",
        TypeCode.Int32 or TypeCode.Int64 => "a whole number",
        TypeCode.Single or TypeCode.Double => "a number",
        _ => $"a {type.Name}",
    };
}
