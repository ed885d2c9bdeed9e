using AccessKiosk.Access.Gate;
using AccessKiosk.Access.Policy;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Access.Lanes;

/// <summary>What a person at the door is told of an answer.</summary>
public static class ScreenResults
{
    /// <summary>
    /// That nobody matches is told to a live person only: a stranger learns nothing by it, while somebody with a photo would
    /// learn whether its face is enrolled.
    /// </summary>
    /// <param name="decision">What recognition said.</param>
    /// <param name="answer">What became of it at the door.</param>
    public static ScreenResult Of(in Decision decision, in GateAnswer answer) => answer.Outcome switch
    {
        AccessOutcome.Grant => ScreenResult.Granted,
        AccessOutcome.AskPin => ScreenResult.AskPin,
        _ => decision.IsLive && answer.Reason is ReasonCode.UnknownFace ? ScreenResult.NoMatch : ScreenResult.Denied,
    };
}
