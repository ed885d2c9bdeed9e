using AccessKiosk.Vision.Alignment;

namespace AccessKiosk.Enrollment.Capturing;

/// <summary>How the head is held for a capture. Left and right are the person's own.</summary>
public enum EnrollmentPose
{
    /// <summary>Straight ahead.</summary>
    Frontal,

    /// <summary>Slightly to the left.</summary>
    Left,

    /// <summary>Slightly to the right.</summary>
    Right,

    /// <summary>Slightly up.</summary>
    Up,

    /// <summary>Slightly down.</summary>
    Down,
}

/// <summary>What to do to reach a pose.</summary>
public enum PoseHint
{
    /// <summary>The pose is right.</summary>
    None,

    /// <summary>Look straight into the camera.</summary>
    LookStraight,

    /// <summary>Turn, lift or drop the head further.</summary>
    Further,

    /// <summary>Turn, lift or drop it less.</summary>
    LessFar,
}

/// <summary>
/// Judges poses. All but the frontal one are measured from the frontal capture, since a camera above or below the face
/// sees every head lifted or dropped.
/// </summary>
internal static class PoseJudge
{
    public static PoseHint Judge(EnrollmentPose wanted, HeadPose pose, HeadPose frontal, CaptureOptions options)
    {
        if (wanted is EnrollmentPose.Frontal)
            return MathF.Abs(pose.Yaw) <= options.Frontal && MathF.Abs(pose.Pitch) <= options.FrontalPitch ? PoseHint.None : PoseHint.LookStraight;
        var (yaw, pitch) = (pose.Yaw - frontal.Yaw, pose.Pitch - frontal.Pitch);
        // Yaw is positive towards the picture's right, which is the person's left: the picture is no mirror.
        return wanted switch
        {
            EnrollmentPose.Left => Along(yaw, pitch, options.MinYaw, options.MaxYaw, options.Frontal),
            EnrollmentPose.Right => Along(-yaw, pitch, options.MinYaw, options.MaxYaw, options.Frontal),
            EnrollmentPose.Up => Along(pitch, yaw, options.MinPitch, options.MaxPitch, options.Frontal),
            _ => Along(-pitch, yaw, options.MinPitch, options.MaxPitch, options.Frontal),
        };
    }

    private static PoseHint Along(float wanted, float other, float least, float most, float drift) =>
        MathF.Abs(other) > drift ? PoseHint.LookStraight
        : wanted < least ? PoseHint.Further
        : wanted > most ? PoseHint.LessFar
        : PoseHint.None;
}
