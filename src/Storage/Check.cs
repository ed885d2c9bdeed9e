using System.Globalization;
using System.Text;

namespace AccessKiosk.Storage;

/// <summary>Refuses what cannot be stored, and says what can.</summary>
internal static class Check
{
    /// <summary>A one-line text of any script, normalised (NFC) and trimmed.</summary>
    public static string Text(string? text, string what, int longest)
    {
        if (text is null || Invisible.IsAll(text))
            throw Invalid($"{Capital(what)} is empty: give at least one visible character.");
        string normal;
        try
        {
            normal = Invisible.Trim(text).Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException fault)
        {
            throw new StoreException(StoreFault.Invalid, $"{Capital(what)} is not valid Unicode: a surrogate stands alone.", fault);
        }

        if (normal.Length > longest)
            throw Invalid($"{Capital(what)} has {normal.Length} characters: {longest} fit.");
        if (normal.Any(IsControl))
            throw Invalid($"{Capital(what)} holds a control character: keep to one line of text.");
        return normal;
    }

    /// <summary>Whether a character has no place in a line of text. Overrides of the writing direction can make one name look like another.</summary>
    public static bool IsControl(char c) => char.IsControl(c) || c is (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    public static string? Optional(string? text, string what, int longest) =>
        text is null || Invisible.IsAll(text) ? null : Text(text, what, longest);

    /// <summary>SHA-256 of a model file: 64 hexadecimal digits, in lower case.</summary>
    public static string ModelHash(string? hash) => hash is { Length: 64 } && hash.All(char.IsAsciiHexDigit)
        ? hash.ToLowerInvariant()
        : throw Invalid("A model hash is 64 hexadecimal digits (SHA-256 of the model's file).");

    /// <summary>What two names that people take for the same have in common.</summary>
    public static string Key(string name) =>
        Invisible.Without(name.Normalize(NormalizationForm.FormKC)).ToLower(CultureInfo.InvariantCulture).Trim();

    public static StoreException Invalid(string message) => new(StoreFault.Invalid, message);

    private static string Capital(string what) => char.ToUpperInvariant(what[0]) + what[1..];
}
