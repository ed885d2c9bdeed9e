using System.Collections;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace AccessKiosk.Kiosk.Configuration;

/// <summary>Finds keys that no option takes: a misspelt key must not silently leave a default in force.</summary>
internal static class UnknownKeys
{
    /// <summary>One line for each unknown key, with the keys that are known there.</summary>
    public static IEnumerable<string> Find(IConfiguration section, Type type)
    {
        var known = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite).ToDictionary(p => p.Name, p => p.PropertyType, StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren())
        {
            if (!known.TryGetValue(child.Key, out var property))
                yield return $"{child.Path} is not known; known here: {string.Join(", ", known.Keys)}.";
            else
                foreach (var fault in Below(child, property))
                    yield return fault;
        }
    }

    private static IEnumerable<string> Below(IConfigurationSection section, Type type)
    {
        if (type.IsAssignableTo(typeof(IDictionary)))
            return section.GetChildren().SelectMany(entry => Below(entry, type.GetGenericArguments()[1]));
        return type.IsClass && type != typeof(string) && !type.IsAssignableTo(typeof(IEnumerable)) ? Find(section, type) : [];
    }
}
