using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Recognition.Decisions;

/// <summary>The one line that the screen tells the person.</summary>
public enum Advice
{
    /// <summary>Nobody is there.</summary>
    None,

    /// <summary>Hold still, it is being looked at.</summary>
    Hold,

    /// <summary>Come closer.</summary>
    ComeCloser,

    /// <summary>Step into the picture.</summary>
    MoveIntoView,

    /// <summary>Hold still: the picture is blurred.</summary>
    HoldStill,

    /// <summary>More light on the face.</summary>
    MoreLight,

    /// <summary>Less light on the face.</summary>
    LessLight,

    /// <summary>Look at the camera.</summary>
    LookAtCamera,

    /// <summary>Open the eyes.</summary>
    OpenEyes,

    /// <summary>One at a time.</summary>
    OneAtATime,

    /// <summary>Do what is asked: turn, look up.</summary>
    Challenge,

    /// <summary>Decided: granted or refused, see the door.</summary>
    Done,
}

/// <summary>From a picture's faults to the advice that helps most.</summary>
internal static class AdviceFor
{
    public static Advice Faults(QualityFaults faults) => faults switch
    {
        QualityFaults.None => Advice.Hold,
        _ when faults.Has(QualityFaults.TooFar) => Advice.ComeCloser,
        _ when faults.Has(QualityFaults.CutOff) => Advice.MoveIntoView,
        _ when faults.Has(QualityFaults.TooDark) || faults.Has(QualityFaults.LowContrast) => Advice.MoreLight,
        _ when faults.Has(QualityFaults.TooBright) => Advice.LessLight,
        _ when faults.Has(QualityFaults.TurnedAway) || faults.Has(QualityFaults.Covered) => Advice.LookAtCamera,
        _ when faults.Has(QualityFaults.EyesShut) => Advice.OpenEyes,
        _ => Advice.HoldStill,
    };
}
