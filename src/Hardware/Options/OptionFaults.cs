using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace AccessKiosk.Hardware.Options;

/// <summary>Checks an options object against its attributes and says every fault at once.</summary>
public static class OptionFaults
{
    /// <summary>One line for each property outside its range: key, value, what is allowed.</summary>
    /// <param name="section">The configuration key of the object, for instance <c>Doors:main</c>.</param>
    /// <param name="options">The object.</param>
    public static IEnumerable<string> Of(string section, object options)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var value = property.GetValue(options);
            foreach (var rule in property.GetCustomAttributes<ValidationAttribute>())
            {
                if (!Holds(rule, value, new(options) { MemberName = property.Name }))
                    yield return $"{section}:{property.Name} is {Shown(value)}; allowed: {Allowed(rule)}.";
            }
        }
    }

    private static bool Holds(ValidationAttribute rule, object? value, ValidationContext context)
    {
        try
        {
            return rule.GetValidationResult(value, context) is null;
        }
        catch (OverflowException)
        {
            // A range of whole numbers cannot even take a number beyond those.
            return false;
        }
    }

    private static string Shown(object? value) => value switch
    {
        null or "" => "empty",
        TimeSpan span => span.ToString("c"),
        _ => $"{value}",
    };

    private static string Allowed(ValidationAttribute rule) => rule switch
    {
        RangeAttribute range => $"{range.Minimum} to {range.Maximum}",
        EnumDataTypeAttribute kind => string.Join(", ", Enum.GetNames(kind.EnumType)),
        AllowedValuesAttribute some => string.Join(", ", some.Values),
        RequiredAttribute => "a value",
        _ => rule.GetType().Name,
    };
}
