using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Enrollment.Capturing;

/// <summary>What is said about a picture that was not taken.</summary>
public static class CaptureFormatter
{
    private static readonly (QualityFaults Fault, string Words)[] Faults =
    [
        (QualityFaults.TooFar, "the face is too small"),
        (QualityFaults.CutOff, "the face is cut off"),
        (QualityFaults.Blurred, "the face is blurred"),
        (QualityFaults.TooDark, "the face is too dark"),
        (QualityFaults.TooBright, "the face is too bright"),
        (QualityFaults.LowContrast, "the face has hardly any contrast"),
        (QualityFaults.TurnedAway, "the head is turned away"),
        (QualityFaults.EyesShut, "the eyes are shut"),
        (QualityFaults.Covered, "the face is covered"),
    ];

    /// <summary>The faults, in words.</summary>
    public static string Of(QualityFaults faults) => string.Join(", ", Faults.Where(f => faults.HasFlag(f.Fault)).Select(f => f.Words));

    /// <summary>The line that guides the person.</summary>
    public static string Guide(in EnrollmentProgress progress) => progress.Refusal switch
    {
        CaptureRefusal.NoFace => "step in front of the camera",
        CaptureRefusal.SeveralFaces => "one at a time, please",
        CaptureRefusal.Quality => Of(progress.Faults),
        CaptureRefusal.AnotherPerson => "this is not the person with whom the enrolment began",
        CaptureRefusal.Attack => "this is no live person",
        CaptureRefusal.Pose when progress.Hint is PoseHint.Further => $"{Ask(progress.Wanted)}, a little further",
        CaptureRefusal.Pose when progress.Hint is PoseHint.LessFar => $"{Ask(progress.Wanted)}, not so far",
        _ when progress.State is EnrollmentState.AwaitingLiveness => "move your head a little",
        _ => Ask(progress.Wanted),
    };

    private static string Ask(EnrollmentPose? pose) => pose switch
    {
        EnrollmentPose.Frontal => "look straight into the camera",
        EnrollmentPose.Left => "turn your head slightly to your left",
        EnrollmentPose.Right => "turn your head slightly to your right",
        EnrollmentPose.Up => "lift your head slightly",
        EnrollmentPose.Down => "lower your head slightly",
        _ => "hold still",
    };
}
