using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Enrollment.Capturing;

/// <summary>Where a guided enrolment stands.</summary>
public enum EnrollmentState
{
    /// <summary>Captures are being taken.</summary>
    Capturing,

    /// <summary>All captures are taken; only liveness is not shown yet.</summary>
    AwaitingLiveness,

    /// <summary>Done: the captures can be stored.</summary>
    Complete,

    /// <summary>A presentation attack was seen; nothing is kept.</summary>
    Refused,

    /// <summary>Cancelled; nothing is kept.</summary>
    Cancelled,
}

/// <summary>Why a frame was not taken.</summary>
public enum CaptureRefusal
{
    /// <summary>It was taken, or the pose is being held.</summary>
    None,

    /// <summary>No face.</summary>
    NoFace,

    /// <summary>More than one face.</summary>
    SeveralFaces,

    /// <summary>The picture is not good enough; the faults say why.</summary>
    Quality,

    /// <summary>The head is not held as wanted; the hint says what to do.</summary>
    Pose,

    /// <summary>Not the person with whom the enrolment began.</summary>
    AnotherPerson,

    /// <summary>A presentation attack.</summary>
    Attack,
}

/// <summary>What the screen shows after a frame.</summary>
/// <param name="State">Where the enrolment stands.</param>
/// <param name="Wanted">The pose wanted now; null when all are taken.</param>
/// <param name="Taken">Captures taken.</param>
/// <param name="Of">Captures wanted in all.</param>
/// <param name="Refusal">Why the frame was not taken.</param>
/// <param name="Faults">What is wrong with the picture, where that is the reason.</param>
/// <param name="Hint">How to reach the pose, where that is the reason.</param>
/// <param name="Live">Whether the person was shown to be live.</param>
public readonly record struct EnrollmentProgress(
    EnrollmentState State, EnrollmentPose? Wanted, int Taken, int Of, CaptureRefusal Refusal, QualityFaults Faults, PoseHint Hint, bool Live);

/// <summary>A capture that was taken.</summary>
/// <param name="Pose">How the head was asked to be held.</param>
/// <param name="Quality">How good the picture is, 0 to 1.</param>
public readonly record struct TakenPose(EnrollmentPose Pose, float Quality);

/// <summary>What is known about whether a face is live.</summary>
public enum CaptureLiveness
{
    /// <summary>Not settled.</summary>
    Unknown,

    /// <summary>A live person (bona fide presentation, ISO/IEC 30107-3).</summary>
    Live,

    /// <summary>A presentation attack.</summary>
    Attack,
}

/// <summary>What one frame of the camera shows.</summary>
/// <param name="Faces">Faces that are large enough to be the person's.</param>
/// <param name="Track">The subject's track: another number is, perhaps, another person.</param>
/// <param name="Quality">Measures of the subject's face; meaningless without a face.</param>
/// <param name="Timestamp">When it was taken, on the camera's clock.</param>
/// <param name="Liveness">What is known of the track's liveness.</param>
public readonly record struct FaceSighting(int Faces, long Track, FaceQuality Quality, TimeSpan Timestamp, CaptureLiveness Liveness);
