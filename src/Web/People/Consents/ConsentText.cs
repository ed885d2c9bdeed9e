using System.Globalization;
using System.Resources;

namespace AccessKiosk.Web.People.Consents;

/// <summary>The consent text as it is read out or shown before the first picture is taken.</summary>
/// <param name="Version">Its version, as it is recorded: with the way and the language, so that it is known what was read.</param>
/// <param name="Language">The language's code.</param>
/// <param name="Paragraphs">The text.</param>
public sealed record ConsentText(string Version, string Language, IReadOnlyList<string> Paragraphs)
{
    /// <summary>The version of the text that ships.</summary>
    public const string ShippedVersion = "AccessKiosk 2026-12";

    private const string Fallback = "en";

    private static readonly ResourceManager Words = new("AccessKiosk.Web.People.Consents.ConsentWords", typeof(ConsentText).Assembly);

    /// <summary>None yet.</summary>
    public static ConsentText Nothing { get; } = new("", Fallback, []);

    /// <summary>Reads the text that the options name.</summary>
    /// <param name="options">The site's own text, if there is one.</param>
    /// <param name="way">How the face comes to the kiosk.</param>
    /// <param name="language">The language wanted; English for one that there is no text in.</param>
    /// <exception cref="IOException">The file cannot be read any more.</exception>
    public static ConsentText Read(ConsentOptions options, ConsentWay way, string? language)
    {
        var code = language is not null && ScreenLanguages.All.ContainsKey(language) ? language : Fallback;
        return options.TextFile.Length == 0 ? Shipped(options.Version, way, code) : Own(options, code);
    }

    private static ConsentText Shipped(string version, ConsentWay way, string language)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        string[] keys = [way.ToString().ToLowerInvariant(), "stored", "free", "back"];
        return new($"{version}, {keys[0]} ({language})", language, [.. keys.Select(key => Words.GetString(key, culture) ?? throw new MissingManifestResourceException(key))]);
    }

    // consent.txt is the text; consent.de.txt beside it is the same in German.
    private static ConsentText Own(ConsentOptions options, string language)
    {
        var translated = Path.ChangeExtension(options.TextFile, language + Path.GetExtension(options.TextFile));
        var (file, version) = File.Exists(translated) ? (translated, $"{options.Version} ({language})") : (options.TextFile, options.Version);
        return new(version, file == translated ? language : "", File.ReadAllText(file).ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }
}
