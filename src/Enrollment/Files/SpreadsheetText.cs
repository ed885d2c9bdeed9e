using System.Globalization;
using System.Text;
using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Files;

/// <summary>Text for a spreadsheet's cell.</summary>
public static class SpreadsheetText
{
    private const char Mark = '\'';

    /// <summary>
    /// Puts an apostrophe before what a spreadsheet might take for a formula: also in full-width or small forms, and behind
    /// blanks and invisible characters, which some leave out. What has one already gets another, so that <see cref="Unguard"/>
    /// gives back what was there.
    /// </summary>
    public static string Guard(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IsFormula(text.TrimStart(Mark)) ? Mark + text : text;
    }

    /// <summary>The text that <see cref="Guard"/> was given.</summary>
    public static string Unguard(string cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return cell.StartsWith(Mark) && IsFormula(cell.TrimStart(Mark)) ? cell[1..] : cell;
    }

    private static bool IsFormula(string text)
    {
        if (text.Length == 0)
            return false;
        // However blanks, marks and invisible characters are mixed before it.
        var first = text.EnumerateRunes().FirstOrDefault(rune => !Rune.IsWhiteSpace(rune) && !IsUnseen(rune));
        var plain = first.ToString().Normalize(NormalizationForm.FormKC)[0];
        return text[0] is '\t' or '\r' or '\n' || plain is '=' or '+' or '-' or '@' or '\u2212';
    }

    private static bool IsUnseen(Rune rune) => Invisible.Is(rune) || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.NonSpacingMark or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;
}
