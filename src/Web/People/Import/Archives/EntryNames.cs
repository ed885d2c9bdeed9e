using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace AccessKiosk.Web.People.Import.Archives;

/// <summary>
/// What the entries of an archive are called: as its flag for UTF-8 or a second name says, as UTF-8 where the bytes are (macOS), and
/// otherwise in one code page for the whole archive, of Western, Central European and Cyrillic Windows the one that makes words of them.
/// </summary>
internal static class EntryNames
{
    // Letters that no name of a person has, or hardly one.
    private const string Rare = "ƒµþÿ";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Of two that are as good the first. 850 has the letters of 437 at the same places, and more of them.
    private static readonly Encoding[] Pages = [.. new[] { 850, 852, 866 }.Select(page => CodePagesEncodingProvider.Instance.GetEncoding(page)!)];

    /// <summary>The names, in the order of the entries.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyCollection<ZipArchiveEntry> entries, ToldNames told)
    {
        var names = entries.Select(entry => told.Of(entry) ?? OfBytes(entry.FullName)).ToList();
        var unknown = names.Where(name => name.Any(ZipNames.IsMarked)).Select(ZipNames.Instance.GetBytes).ToList();
        if (unknown.Count == 0)
            return names;
        var page = Pages.MinBy(page => unknown.Sum(name => Oddity(page.GetString(name))))!;
        return [.. names.Select(name => name.Any(ZipNames.IsMarked) ? page.GetString(ZipNames.Instance.GetBytes(name)) : name)];
    }

    private static string OfBytes(string name)
    {
        if (!name.Any(ZipNames.IsMarked))
            return name;
        try
        {
            return Strict.GetString(ZipNames.Instance.GetBytes(name));
        }
        catch (DecoderFallbackException)
        {
            return name;
        }
    }

    // How little a text looks like names of people.
    private static int Oddity(string text)
    {
        var odd = 0;
        for (var at = 0; at < text.Length;)
        {
            var end = at;
            while (end < text.Length && char.IsLetter(text[end]))
                end++;
            if (end > at)
                odd += OfWord(text.AsSpan(at, end - at));
            else if (!char.IsAscii(text[end++]))
                odd += 4;
            at = end;
        }

        return odd;
    }

    private static int OfWord(ReadOnlySpan<char> word)
    {
        var (odd, others, cyrillic) = (0, 0, 0);
        for (var i = 0; i < word.Length; i++)
        {
            if (char.IsAscii(word[i]))
                continue;
            others++;
            cyrillic += word[i] is >= '\u0400' and <= '\u04FF' ? 1 : 0;
            // ª and º.
            odd += char.GetUnicodeCategory(word[i]) is UnicodeCategory.OtherLetter ? 4 : Rare.Contains(word[i], StringComparison.Ordinal) ? 1 : 0;
            odd += i > 0 && char.IsUpper(word[i]) && char.IsLower(word[i - 1]) ? 2 : 0;
        }

        if (cyrillic > 0)
            return odd + (cyrillic < word.Length ? 4 : 0);
        return odd + (word.Length > 2 && others * 2 > word.Length ? 3 : 0);
    }
}
