using System.Collections;
using System.Reflection;

namespace AccessKiosk.Kiosk.Configuration.Reload;

/// <summary>Where one setting lies in options that were read.</summary>
/// <param name="Owner">The object that has it.</param>
/// <param name="Property">The property.</param>
internal readonly record struct SettingPlace(object Owner, PropertyInfo Property)
{
    /// <summary>The value, as a configuration writes it.</summary>
    public string Text => SettingCatalogue.Text(Property.GetValue(Owner));

    /// <summary>Takes the value of the same setting elsewhere.</summary>
    public void TakeFrom(SettingPlace other) => Property.SetValue(Owner, other.Property.GetValue(other.Owner));

    /// <summary>Every setting of the options by its key.</summary>
    public static IReadOnlyDictionary<string, SettingPlace> Of(KioskOptions options) =>
        Within(options, "").ToDictionary(setting => setting.Key, setting => setting.Place, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<(string Key, SettingPlace Place)> Within(object options, string prefix)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var (key, value) = (prefix + property.Name, property.GetValue(options));
            var found = value switch
            {
                IDictionary named => named.Keys.Cast<object>().SelectMany(name => Within(named[name]!, $"{key}:{name}:")),
                not null and not string when property.PropertyType.IsClass => Within(value, key + ":"),
                _ => property.CanWrite ? [(key, new SettingPlace(options, property))] : [],
            };
            foreach (var setting in found)
                yield return setting;
        }
    }
}
