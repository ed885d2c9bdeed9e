using System.Globalization;
using System.Resources;

namespace AccessKiosk.Web.People.Erasure;

/// <summary>The words of the certificate of erasure, for the person who gets it.</summary>
internal sealed class ErasureWords
{
    private static readonly ResourceManager Words = new("AccessKiosk.Web.People.Erasure.ErasureText", typeof(ErasureWords).Assembly);

    private readonly CultureInfo _culture;

    /// <summary>The words in a language; English where there are none.</summary>
    public ErasureWords(string language)
    {
        Language = ScreenLanguages.All.ContainsKey(language) ? language : "en";
        _culture = CultureInfo.GetCultureInfo(Language);
    }

    /// <summary>The language's code.</summary>
    public string Language { get; }

    /// <summary>One text.</summary>
    public string this[string key] => Words.GetString(key, _culture) ?? throw new MissingManifestResourceException(key);
}
