using AccessKiosk.Access.Lanes.Lending;
using AccessKiosk.Liveness.Challenge;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Geometry;

namespace AccessKiosk.Access.Lanes;

/// <summary>What a person at the door may learn about a decision.</summary>
public enum ScreenResult
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>Come in.</summary>
    Granted,

    /// <summary>Not now; never why, never whether the face is known.</summary>
    Denied,

    /// <summary>A live person whom nobody enrolled. Never told of a face that may be a picture: it would tell whose are enrolled.</summary>
    NoMatch,

    /// <summary>Type the PIN.</summary>
    AskPin,
}

/// <summary>What the screen at the door is to show now.</summary>
/// <param name="Version">Rises with every change.</param>
/// <param name="Advice">The line of advice.</param>
/// <param name="Face">The subject's face, in pixels of the frame; null when nobody is there.</param>
/// <param name="FrameWidth">The frame's width, pixels.</param>
/// <param name="FrameHeight">The frame's height, pixels.</param>
/// <param name="Challenge">What is asked, while something is.</param>
/// <param name="Result">The last decision, until the next person comes or the screen forgets it.</param>
/// <param name="ResultAt">When it was taken.</param>
/// <param name="Person">Who was let in; null for anybody else.</param>
/// <param name="CameraFault">Why there is no picture; null while there is one.</param>
/// <param name="SeenAt">When a face was last in the picture.</param>
/// <param name="IsLent">Whether a guest has the camera: an enrolment is going on.</param>
/// <param name="Guide">What that guest asks of the person.</param>
/// <param name="Progress">How far the look at the person is, in twentieths.</param>
public sealed record ScreenMoment(
    long Version,
    Advice Advice,
    Box? Face,
    int FrameWidth,
    int FrameHeight,
    ChallengeProgress? Challenge,
    ScreenResult Result,
    DateTimeOffset ResultAt,
    PersonId? Person,
    string? CameraFault,
    DateTimeOffset SeenAt,
    bool IsLent,
    CameraGuide? Guide = null,
    LookProgress Progress = default)
{
    /// <summary>Before the first frame.</summary>
    public static ScreenMoment Start { get; } = new(0, Advice.None, null, 0, 0, null, ScreenResult.None, default, null, "starting", default, false);
}
