using AccessKiosk.Access.Lanes.Lending;
using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Web.People.Guided;

/// <summary>What the screen at the door asks of the person who is enrolled: keys of its texts, in the person's language there.</summary>
internal static class DoorGuide
{
    private static readonly (QualityFaults Fault, string Key)[] Faults =
    [
        (QualityFaults.TooFar, "advice.come-closer"),
        (QualityFaults.CutOff, "advice.move-into-view"),
        (QualityFaults.Covered, "enrol.uncover"),
        (QualityFaults.TooDark, "advice.more-light"),
        (QualityFaults.LowContrast, "advice.more-light"),
        (QualityFaults.TooBright, "advice.less-light"),
        (QualityFaults.EyesShut, "advice.open-eyes"),
        (QualityFaults.TurnedAway, "advice.look-at-camera"),
        (QualityFaults.Blurred, "advice.hold-still"),
    ];

    /// <summary>While the models are made ready.</summary>
    public static CameraGuide Start { get; } = new("advice.done", null, null, 1, EnrollmentStatus.Start.Of);

    /// <summary>The one for a frame's progress.</summary>
    public static CameraGuide Of(in EnrollmentProgress progress)
    {
        var (text, more) = Words(progress);
        return new(text, more, progress.Wanted?.ToString().ToLowerInvariant(), Math.Min(progress.Taken + 1, progress.Of), progress.Of);
    }

    private static (string Text, string? More) Words(in EnrollmentProgress progress) => progress.Refusal switch
    {
        CaptureRefusal.NoFace => ("idle", null),
        CaptureRefusal.SeveralFaces => ("advice.one-at-a-time", null),
        CaptureRefusal.AnotherPerson => ("enrol.another", null),
        CaptureRefusal.Attack => ("denied", null),
        CaptureRefusal.Quality => (Key(progress.Faults), null),
        CaptureRefusal.Pose when progress.Hint is PoseHint.Further => (Ask(progress.Wanted), "enrol.further"),
        CaptureRefusal.Pose when progress.Hint is PoseHint.LessFar => (Ask(progress.Wanted), "enrol.less-far"),
        _ when progress.State is EnrollmentState.AwaitingLiveness => ("enrol.move", null),
        _ => (Ask(progress.Wanted), null),
    };

    private static string Key(QualityFaults faults)
    {
        foreach (var (fault, key) in Faults)
            if (faults.HasFlag(fault))
                return key;
        return "advice.hold-still";
    }

    private static string Ask(EnrollmentPose? pose) => pose is { } wanted ? $"enrol.{wanted.ToString().ToLowerInvariant()}" : "advice.hold-still";
}
