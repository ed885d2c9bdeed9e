using System.Globalization;
using System.Text;

using AccessKiosk.Storage.Schema;

namespace AccessKiosk.Storage.Records;

/// <summary>Makes a reason fit for the store, which takes one line of so many characters: nothing goes unrecorded for its words.</summary>
public static class StoredReason
{
    private const string Cut = "…";

    /// <summary>The reason on one line, cut with an ellipsis when it is longer than the store takes; null for none.</summary>
    public static string? Of(string? reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
            return null;
        var line = new StringBuilder(reason.Length);
        // A surrogate that stands alone becomes the replacement character here.
        foreach (var rune in reason.EnumerateRunes())
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
