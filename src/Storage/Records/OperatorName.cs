using System.Globalization;
using System.Text;

namespace AccessKiosk.Storage.Records;

/// <summary>What an operator may be called: a name that nobody takes for another operator's, nor for what the kiosk does by itself.</summary>
internal static class OperatorName
{
    // Letters and digits that look like a Latin letter, behind it (after the table of Unicode's UTS 39); capitals where only they do.
    // Names do not go by case, and a capital i is a small l: those two are one.
    private static readonly Dictionary<char, char> Latin = ((string[])
    [
        "aаαɑᴀᎪꓮ", "bвьβƅʙᏏᏴꓐⲃ", "cсϲᴄᏟꓚⲥ", "dԁᴅᎠᏧꓒꓓ", "eеεҽєɛᴇᎬꓰⲉ", "fƒꓝ", "gɡցɢԍᏀꓖ",
        "hһнհʜᎻᏂꓧⲏΗ", "iіιıɩɪӏ1|ǀꓲⲓlʟᏞꓡլłƖ∣׀", "jјϳᎫꓙ", "kкκᴋᏦꓗⲕ", "mмᴍᎷꓟⲙΜ", "nηոռɴꓠⲛΝ",
        "oоοσօᴏჿ0ꓳⲟ", "pрρƿᴘᏢꓑⲣ", "qԛգ", "rгʀᴦᎡᏒꓣ", "sѕꜱƽᏚꓢ", "tтτᴛᎢꓔⲧ", "uυսʋᴜꓴ",
        "vνѵᴠᏙꓦ", "wԝѡաᴡᎳᏔꓪ", "xхχꓫⲭ", "yуγүყʏᎽꓬⲩΥ", "zᴢᏃꓜζⲍ",
    ]).SelectMany(group => group[1..].Select(letter => (Letter: letter, Like: group[0]))).ToDictionary(pair => pair.Letter, pair => pair.Like);

    // Who else acts in the audit.
    private static readonly HashSet<string> Actors =
        new(new[] { "system", "root", "nobody", "upgrade", "nightly", "kiosk", "accesskiosk", "setuplink" }.Select(Skeleton), StringComparer.Ordinal);

    // What keys for the API and the MQTT broker are called begins with these.
    private static readonly string[] Programs = [Skeleton("apikey"), Skeleton("mqtt")];

    /// <summary>The name as it is stored.</summary>
    /// <exception cref="StoreException">It cannot be one.</exception>
    public static string Checked(string? name, int longest)
    {
        var normal = Check.Text(name, "the operator's name", longest);
        // Also around the name, where other texts just lose it: whoever types a name types none.
        if (name!.Trim().EnumerateRunes().Any(IsInvisible))
            throw Check.Invalid("The operator's name holds an invisible character: type it again instead of copying it.");
        var skeleton = string.Concat(Skeleton(normal).Where(letter => char.IsLetterOrDigit(letter) || char.IsSurrogate(letter)));
        if (skeleton.Length == 0 || Actors.Contains(skeleton) || Programs.Any(program => skeleton.StartsWith(program, StringComparison.Ordinal)))
            throw Check.Invalid($"{normal} looks like what the kiosk calls itself or a program in the audit: choose another name.");
        return normal;
    }

    /// <summary>What two names have in common that look alike: without case and blanks, whatever the script.</summary>
    public static string Skeleton(string name) => string.Concat(
        string.Concat(name.Normalize(NormalizationForm.FormKC).Select(Like)).ToLower(CultureInfo.InvariantCulture)
            .Where(letter => !char.IsWhiteSpace(letter) && char.GetUnicodeCategory(letter) is not UnicodeCategory.Format)
            .Select(Like))
        // Two that stand as close as one.
        .Replace("rn", "m", StringComparison.Ordinal).Replace("vv", "w", StringComparison.Ordinal);

    private static char Like(char letter) => Latin.GetValueOrDefault(letter, letter);

    // Also blanks that look like another, and what no font draws.
    private static bool IsInvisible(Rune rune) => Invisible.Is(rune) || Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.SpaceSeparator => rune.Value is not (' ' or 0x3000),
        _ => false,
    };
}
