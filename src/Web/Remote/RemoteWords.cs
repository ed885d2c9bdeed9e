using System.Globalization;
using System.Resources;
using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Storage.Events;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Web.Remote;

/// <summary>The words of the page on which people take their own pictures, in a language of the screen.</summary>
/// <param name="culture">The language.</param>
public sealed class RemoteWords(CultureInfo culture)
{
    private static readonly ResourceManager Words = new("AccessKiosk.Web.Remote.RemoteText", typeof(RemoteWords).Assembly);

    // What helps most comes first.
    private static readonly QualityFaults[] Order =
    [
        QualityFaults.TooFar, QualityFaults.CutOff, QualityFaults.TooDark, QualityFaults.LowContrast, QualityFaults.TooBright,
        QualityFaults.TurnedAway, QualityFaults.Covered, QualityFaults.EyesShut, QualityFaults.Blurred,
    ];

    /// <summary>The words for staff, whose pages are in English.</summary>
    public static RemoteWords Staff { get; } = new(CultureInfo.InvariantCulture);

    /// <summary>The words in the reader's language.</summary>
    public static RemoteWords Reader => new(CultureInfo.CurrentUICulture);

    /// <summary>The language's code.</summary>
    public string Language => culture.TwoLetterISOLanguageName is var code && ScreenLanguages.All.ContainsKey(code) ? code : "en";

    /// <summary>One text.</summary>
    public string this[string key] => Words.GetString(key, culture) ?? key;

    /// <summary>One text with a value in it.</summary>
    public string Of(string key, object value) => string.Format(culture, this[key], value);

    /// <summary>Why a picture was not kept.</summary>
    public string Why(in CaptureAttempt attempt)
    {
        var faults = attempt.Faults;
        return attempt.Faces switch
        {
            0 => this["fault.no-face"],
            1 => this[$"fault.{SnakeCase.Name(Order.FirstOrDefault(fault => faults.HasFlag(fault), QualityFaults.Blurred)).Replace('_', '-')}"],
            _ => this["fault.several"],
        };
    }
}
