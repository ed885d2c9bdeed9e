using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Import;

/// <summary>
/// The one rule that says whose picture a file of an import is, for folders, archives, tables and single pictures alike. It is
/// told to operators in docs/enrolment.md.
/// </summary>
public static partial class ImportNames
{
    private static readonly HashSet<string> Sorting = new(
        ["photo", "photos", "picture", "pictures", "image", "images", "img", "original", "originals", "dcim", "camera", "bilder", "fotos", "images originales", "immagini", "imágenes"],
        StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> OfSystems = new(
        ["__MACOSX", "@eaDir", "#recycle", "$RECYCLE.BIN", "RECYCLER", "System Volume Information", "lost+found"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> NumberWords = new(
        ["emp", "employee", "id", "staff", "nr", "no", "num", "person", "user", "badge", "card", "ma", "mitarbeiter", "pers"], StringComparer.OrdinalIgnoreCase);

    /// <summary>A path as it is compared: slashes, composed characters, no blanks around the names and no unseen characters in them.</summary>
    public static string Plain(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        // Half of a surrogate pair, which no form of normalisation takes, becomes the sign for a letter that cannot be read.
        var whole = Invisible.Without(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(path)));
        return string.Join('/', whole.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Normalize(NormalizationForm.FormC);
    }

    /// <summary>Whether a folder or a file is one that systems make: hidden ones, those of a Mac's archives, of network drives and of bins.</summary>
    public static bool IsOfSystem(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith('.') || OfSystems.Contains(name);
    }

    /// <summary>Whose picture a file is: the path of the person's folder, or the name that the file itself gives.</summary>
    /// <param name="path">The file's path in the import.</param>
    /// <returns>Null where neither a folder nor the file names anybody.</returns>
    public static string? OwnerOf(string path)
    {
        var parts = Plain(path).Split('/');
        for (var depth = parts.Length - 1; depth > 0; depth--)
            if (!OnlySorts(parts[..depth]))
                return string.Join('/', parts[..depth]);
        if (OwnerOfFile(parts[^1]) is { } owner && (parts.Length == 1 || owner.Any(char.IsLetter)))
            return owner;
        // 2001/1.jpg: a number that looks like a year.
        return parts.Length == 2 && parts[0].All(char.IsAsciiDigit) ? parts[0] : null;
    }

    /// <summary>The person's name that a folder's or a file's name gives.</summary>
    public static string NameOf(string owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        // LFW and many exports write names with underscores for spaces.
        return owner.Split('/')[^1].Replace('_', ' ').Trim();
    }

    private static string? OwnerOfFile(string file)
    {
        var stem = Path.GetFileNameWithoutExtension(file).Trim();
        if (stem.Length == 0 || FromCamera().IsMatch(stem))
            return null;
        if (Copied().Match(stem) is { Success: true } copied && !NumberWords.Contains(copied.Groups["name"].Value))
            stem = copied.Groups["name"].Value;
        if (Counted().Match(stem) is { Success: true } counted && IsName(counted.Groups["name"].Value))
            stem = counted.Groups["name"].Value;
        return Sorting.Contains(stem) ? null : stem;
    }

    // EMP-12 is a number; Ada-2 is a second picture of Ada.
    private static bool IsName(string text) =>
        !NumberWords.Contains(text) && (text.Contains(' ', StringComparison.Ordinal) || text.Contains('_', StringComparison.Ordinal) || text.Any(c => char.GetUnicodeCategory(c) is UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter));

    // 100CANON in DCIM, as cameras number their folders.
    private static bool OnlySorts(string[] folders) =>
        Sorting.Contains(folders[^1]) || Date().IsMatch(folders[^1]) || (folders is [.., var above, var last] && above.Equals("DCIM", StringComparison.OrdinalIgnoreCase) && OfCamera().IsMatch(last));

    [GeneratedRegex(@"^[1-9]\d\d\w{5}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OfCamera();

    [GeneratedRegex(@"^(19|20)\d\d([-_. ]?\d\d){0,2}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Date();

    // What systems, browsers and the kiosk add to a second file of one name.
    [GeneratedRegex(@"^(?<name>.*?[^\s_~(-])(\s*\(\d{1,3}\)|~\d{1,6}|\s+-\s+(copy|kopie|copie|copia|cópia))+$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Copied();

    [GeneratedRegex(@"^(?<name>.*[^\s_~(-])[\s_~-]*(?<=[\s_~-])\d{1,2}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Counted();

    [GeneratedRegex(
        @"^((_?(IMG(_E|P)?|MG|DSC|DSCN|DSCF|PXL|MVIMG|SAM|CIMG|GOPR|VID|WIN|P|IMAG|PICT|SDIM|HPIM|DJI|PANO|FB_IMG|RECEIVED|SNAPCHAT|SIGNAL)|IMAGE|PICTURE|PHOTO( ON)?|FOTO|BILD|SCAN|SCREEN ?SHOT|BILDSCHIRMFOTO|CAPTURE D.ÉCRAN|CAPTURA DE PANTALLA|WHATSAPP IMAGE)[\s_-]*\d.*|(19|20)\d\d[-_.]?\d\d[-_.]?\d\d.*|[0-9a-f]{8}-[0-9a-f]{4}-.*)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FromCamera();
}
