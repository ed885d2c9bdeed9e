using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.Renewal;
using AccessKiosk.Liveness;
using AccessKiosk.Recognition;
using AccessKiosk.Vision.Quality;
using AccessKiosk.Web;
using AccessKiosk.Web.Notifications.Mail;

namespace AccessKiosk.Kiosk.Configuration.Reload;

/// <summary>
/// The settings that take effect while the kiosk runs: limits that are read for each frame, each day or each page. All others
/// made something at the start (a camera, a line, a listener, a threshold) and want a restart.
/// </summary>
internal static class LiveSettings
{
    private static readonly string[] Live =
    [
        $"{QualityOptions.Section}:",
        $"{nameof(KioskOptions.Retention)}:",
        $"{ScreenOptions.Section}:",
        $"{WebOptions.Section}:{nameof(WebOptions.SessionLife)}",
        $"{MailOptions.Section}:{nameof(MailOptions.Names)}",
        $"{MailOptions.Section}:{nameof(MailOptions.BundleTime)}",
        $"{CaptureOptions.Section}:{nameof(CaptureOptions.Wanted)}",
        $"{RenewalOptions.Section}:{nameof(RenewalOptions.Enabled)}",
        $"{RenewalOptions.Section}:{nameof(RenewalOptions.Automatic)}",
        $"{RenewalOptions.Section}:{nameof(RenewalOptions.MinDaysSinceCapture)}",
        $"{RecognitionOptions.Section}:{nameof(RecognitionOptions.MinFrames)}",
        $"{RecognitionOptions.Section}:{nameof(RecognitionOptions.MinMargin)}",
        $"{RecognitionOptions.Section}:{nameof(RecognitionOptions.TimeLimit)}",
        $"{RecognitionOptions.Section}:{nameof(RecognitionOptions.RetryAfter)}",
        $"{RecognitionOptions.Section}:{nameof(RecognitionOptions.GrantAgainAfter)}",
        $"{RecognitionOptions.Section}:{nameof(RecognitionOptions.AmbiguousSize)}",
        $"{LivenessOptions.Section}:{nameof(LivenessOptions.MinSeconds)}",
        $"{LivenessOptions.Section}:{nameof(LivenessOptions.ChallengeAfter)}",
        $"{LivenessOptions.Section}:{nameof(LivenessOptions.AttackSeconds)}",
        $"{LivenessOptions.Section}:{nameof(LivenessOptions.AlwaysChallenge)}",
    ];

    /// <summary>Whether a change of this key takes effect at once.</summary>
    public static bool Include(string key) =>
        Live.Any(live => live.EndsWith(':') ? key.StartsWith(live, StringComparison.OrdinalIgnoreCase) : key.Equals(live, StringComparison.OrdinalIgnoreCase));
}
