using System.ComponentModel.DataAnnotations;
using AccessKiosk.Hardware.Options;

namespace AccessKiosk.Web.People.Consents;

/// <summary>The text that people agree to before their face is captured (configuration section <c>Consent</c>).</summary>
public sealed class ConsentOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Consent";

    /// <summary>The text's version, recorded with every consent; change it whenever the text changes.</summary>
    [Required, StringLength(100)]
    public string Version { get; set; } = ConsentText.ShippedVersion;

    /// <summary>A UTF-8 file with the text, paragraphs divided by empty lines; empty: the text that ships.</summary>
    public string TextFile { get; set; } = "";

    /// <summary>Every fault, one line each; empty when all is well.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>(OptionFaults.Of(Section, this));
        if (TextFile.Length > 0 && !File.Exists(TextFile))
            faults.Add($"{Section}:TextFile is {TextFile}, which is no file; allowed: the path of a text file, or empty.");
        if (TextFile.Length > 0 && Version == ConsentText.ShippedVersion)
            faults.Add($"{Section}:Version is that of the text that ships; allowed: a version of your own beside {Section}:TextFile.");
        return faults;
    }
}
