using System.Text;

namespace AccessKiosk.Enrollment.Files;

/// <summary>The text of a CSV that somebody else wrote: UTF-8, or UTF-16 with its mark, as spreadsheets write them.</summary>
internal static class CsvEncoding
{
    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly Encoding Utf16 = new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true);
    private static readonly Encoding Utf16BigEndian = new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);

    /// <summary>Reads it; a file of another encoding is refused rather than guessed, since names would be spoilt.</summary>
    /// <param name="content">The file.</param>
    /// <param name="name">Its name, for the refusal.</param>
    /// <exception cref="InputException">It is empty, a workbook, or in an encoding that is not read.</exception>
    public static string Text(ReadOnlySpan<byte> content, string name)
    {
        if (content.StartsWith("PK\u0003\u0004"u8) || content.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
            throw new InputException($"{name} is a workbook: save it as 'CSV UTF-8'.");
        var text = Decode(content, name);
        if (text.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var at)
            throw new InputException($"{name}: line {text.AsSpan(0, at).Count('\n') + 1} holds a NUL character: the file is UTF-16 without its mark, or no text. Save it as 'CSV UTF-8'.");
        return string.IsNullOrWhiteSpace(text) ? throw new InputException($"{name} is empty.") : text;
    }

    private static string Decode(ReadOnlySpan<byte> content, string name)
    {
        try
        {
            return content switch
            {
                [0xEF, 0xBB, 0xBF, .. var rest] => Utf8.GetString(rest),
                [0xFF, 0xFE, .. var rest] => Utf16.GetString(rest),
                [0xFE, 0xFF, .. var rest] => Utf16BigEndian.GetString(rest),
                _ => Utf8.GetString(content),
            };
        }
        catch (DecoderFallbackException)
        {
            throw new InputException($"{name} is not UTF-8: save it as 'CSV UTF-8'.");
        }
    }
}
