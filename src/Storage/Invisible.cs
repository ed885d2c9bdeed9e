using System.Globalization;
using System.Text;

namespace AccessKiosk.Storage;

/// <summary>
/// Characters that are drawn as nothing and copied along unseen: byte order marks, marks of the writing direction, blanks without a width,
/// fillers, tags, selectors of a variant. After Default_Ignorable_Code_Point in Unicode's UAX #44, which .NET does not offer, without the joiners.
/// </summary>
internal static class Invisible
{
    /// <summary>Whether a character is drawn as nothing. The joiners are not counted: Persian, Hindi and others are written with them.</summary>
    public static bool Is(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format
        // Signs that Arabic, Syriac and others draw around what follows are of the same category.
        ? !IsJoiner(rune) && rune.Value is not ((>= 0x0600 and <= 0x0605) or 0x06DD or 0x070F or 0x0890 or 0x0891 or 0x08E2 or 0x110BD or 0x110CD or (>= 0x13430 and <= 0x1343F))
        : rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2065 or 0x2800 or 0x3164
            or (>= 0xFE00 and <= 0xFE0F) or 0xFFA0 or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF);

    /// <summary>Whether a text shows anything: a joiner or an accent with nothing to stand on does not.</summary>
    public static bool IsAll(string text) => text.EnumerateRunes().All(rune =>
        Rune.IsWhiteSpace(rune) || Rune.IsControl(rune) || IsJoiner(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark || Is(rune));

    /// <summary>A text without its invisible characters.</summary>
    public static string Without(string text) =>
        text.EnumerateRunes().Any(Is) ? string.Concat(text.EnumerateRunes().Where(rune => !Is(rune))) : text;

    /// <summary>A text without blanks and invisible characters around it.</summary>
    public static string Trim(string text)
    {
        var (first, end) = (0, text.Length);
        while (first < end && Rune.TryGetRuneAt(text, first, out var rune) && IsAround(rune))
            first += rune.Utf16SequenceLength;
        while (end > first && Rune.DecodeLastFromUtf16(text.AsSpan(first, end - first), out var rune, out var length) is System.Buffers.OperationStatus.Done && IsAround(rune))
            end -= length;
        return text[first..end];
    }

    private static bool IsAround(Rune rune) => Rune.IsWhiteSpace(rune) || Is(rune);

    private static bool IsJoiner(Rune rune) => rune.Value is 0x200C or 0x200D;
}
