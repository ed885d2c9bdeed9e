using System.Globalization;
using System.Text;

using AccessKiosk.Storage.Schema;

namespace AccessKiosk.Storage.Records;

/// <summary>Makes a text fit for the store, which takes one line of so many characters: nothing goes unrecorded for its words.</summary>
public static class StoredText
{
    private const string Cut = "…";

    /// <summary>The text on one line, cut with an ellipsis when it is longer than the store takes; null for none.</summary>
    public static string? Of(string? words)
    {
        if (string.IsNullOrWhiteSpace(words))
            return null;
        var line = new StringBuilder(words.Length);
        // A surrogate that stands alone becomes the replacement character here.
        foreach (var rune in words.EnumerateRunes())
            line.Append(IsText(rune) ? rune.ToString() : " ");
        var text = line.ToString().Trim().Normalize();
        return text.Length <= KioskDb.TextLength ? text : Begin(text, KioskDb.TextLength - Cut.Length).TrimEnd() + Cut;
    }

    // What the store refuses, and the separators of lines that it would take.
    private static bool IsText(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && !(rune.IsBmp && Check.IsControl((char)rune.Value));

    private static string Begin(string text, int length) => text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
