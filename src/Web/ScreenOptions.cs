using System.ComponentModel.DataAnnotations;
using System.Globalization;
using AccessKiosk.Hardware.Options;

namespace AccessKiosk.Web;

/// <summary>How the screen greets a person who is let in.</summary>
public enum ScreenName
{
    /// <summary>By name: a person taken for somebody else sees it at once.</summary>
    Full,

    /// <summary>By initials, where others read along.</summary>
    Initials,

    /// <summary>Not at all.</summary>
    None,
}

/// <summary>The screen at the door (configuration section <c>Web:Screen</c>).</summary>
public sealed class ScreenOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = WebOptions.Section + ":Screen";

    /// <summary>The language that the screen speaks until somebody taps another: en, de, es, fr, it, ar.</summary>
    public string Language { get; set; } = "en";

    /// <summary>How a person who is let in is greeted.</summary>
    public ScreenName Name { get; set; } = ScreenName.Full;

    /// <summary>Whether a short sound goes with a result.</summary>
    public bool Sound { get; set; } = true;

    /// <summary>Whether the words of the screen are also spoken, in its language, where the display's browser has a voice of its own for it.</summary>
    public bool Speech { get; set; }

    /// <summary>Black on white and white on black, for a door in bright light.</summary>
    public bool HighContrast { get; set; }

    /// <summary>Whom to ask or call, on a denial and when something is wrong: a name and a number, as the screen is to show them; one line of text.</summary>
    [StringLength(60)]
    public string Contact { get; set; } = "";

    /// <summary>
    /// In what share of the screen's height, from its lower edge, everything lies that is touched, on a screen of 1000 lines and
    /// more: (1220 mm − height of the lower edge) ÷ height of the picture, both in mm.
    /// </summary>
    [Range(0.35, 1)]
    public double Reach { get; set; } = 0.45;

    /// <summary>How long nobody must be there until the camera picture is hidden, 1 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Tells settings that a page was made by from others, within one run of the kiosk.</summary>
    internal int Look => HashCode.Combine(Language, Sound, Speech, HighContrast, Contact, Reach, IdleAfter);

    // Some scripts need the joiners.
    private static bool IsInvisible(char c) => c is not ('\u200c' or '\u200d')
        && char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary>Every fault, one line each; empty when all is well.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>(OptionFaults.Of(Section, this));
        if (!ScreenLanguages.All.ContainsKey(Language))
            faults.Add($"{Section}:Language is {Language}; allowed: {string.Join(", ", ScreenLanguages.All.Keys)}.");
        if (Contact.Any(IsInvisible))
            faults.Add($"{Section}:Contact holds a character that cannot be seen; allowed: one line of text.");
        return faults;
    }
}
