using AccessKiosk.Access.Rules;
using AccessKiosk.Storage.Events;
using AccessKiosk.Storage.Records;

namespace AccessKiosk.Web.Review.Alerts;

/// <summary>Whether the door was unlocked for the face that an alert is about, as the record tells. What was done for others at the same door is not told of it.</summary>
/// <param name="IsKnown">Whether the record still has the face.</param>
/// <param name="Grant">The grant; null when there was none.</param>
internal readonly record struct AlertOpening(bool IsKnown, AccessEvent? Grant)
{
    // An alert is written when its event is published.
    private static readonly TimeSpan SameMoment = TimeSpan.FromSeconds(10);

    /// <summary>Looks for it.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="around">What happened at its door about that time.</param>
    public static AlertOpening Of(SpoofAlert alert, IReadOnlyList<AccessEvent> around)
    {
        var attack = around
            .Where(happened => happened.Code == EventCodes.AlarmPresentationAttack && happened.Track is not null && AccessRules.Same(happened.Door, alert.Door)
                && happened.Cue == alert.Cue && (happened.At - alert.At).Duration() <= SameMoment)
            .OrderBy(happened => Distance(happened.Liveness, alert.Score)).ThenBy(happened => (happened.At - alert.At).Duration()).FirstOrDefault();
        if (attack is null)
            return new(false, null);
        return new(true, around.FirstOrDefault(happened =>
            happened.Code == EventCodes.AccessGranted && happened.Track == attack.Track && happened.Camera == attack.Camera && AccessRules.Same(happened.Door, attack.Door) && !HasRestarted(happened, attack, around)));
    }

    // A camera that was opened anew counts from the beginning.
    private static bool HasRestarted(AccessEvent one, AccessEvent other, IReadOnlyList<AccessEvent> around) =>
        around.Any(happened => happened.Code == EventCodes.CameraOpened && happened.Camera == one.Camera && (happened.At > one.At) != (happened.At > other.At));

    private static double Distance(double? a, double? b) => a is { } x && b is { } y ? Math.Abs(x - y) : a == b ? 0 : 1;
}
