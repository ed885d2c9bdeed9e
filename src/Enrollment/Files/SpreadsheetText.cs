using System.Globalization;
using System.Text;

namespace AccessKiosk.Enrollment.Files;

/// <summary>Text for a spreadsheet's cell.</summary>
public static class SpreadsheetText
{
    /// <summary>
    /// Puts an apostrophe before what a spreadsheet might take for a formula: also in full-width or small forms, and behind
    /// blanks and invisible characters, which some leave out.
    /// </summary>
    public static string Guard(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
            return text;
        var first = text.AsSpan().TrimStart().ToString().FirstOrDefault(letter => char.GetUnicodeCategory(letter) is not (UnicodeCategory.Format or UnicodeCategory.Control));
        var plain = first is '\0' || char.IsSurrogate(first) ? first : first.ToString().Normalize(NormalizationForm.FormKC)[0];
        return text[0] is '\t' or '\r' or '\n' || plain is '=' or '+' or '-' or '@' or '\u2212' ? "'" + text : text;
    }
}
