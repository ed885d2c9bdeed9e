namespace AccessKiosk.Liveness.Challenge;

/// <summary>What a person can be asked to do; left and right are the person's own.</summary>
public enum ChallengeAction
{
    /// <summary>Turn the head to the left.</summary>
    TurnLeft,

    /// <summary>Turn the head to the right.</summary>
    TurnRight,

    /// <summary>Look up.</summary>
    LookUp,
}

/// <summary>Where a challenge stands.</summary>
public enum ChallengeState
{
    /// <summary>None was asked.</summary>
    Idle,

    /// <summary>The face must first look straight ahead.</summary>
    LookStraight,

    /// <summary>The action is asked for.</summary>
    Act,

    /// <summary>The action was seen; back to straight.</summary>
    Return,

    /// <summary>Every action was performed.</summary>
    Passed,

    /// <summary>A wrong or a late action.</summary>
    Failed,

    /// <summary>Failed too often: none is asked for a while.</summary>
    BackedOff,
}

/// <summary>What the screen shows of a challenge.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Action">The action that is asked for.</param>
/// <param name="Step">Its number, from 1.</param>
/// <param name="Steps">How many there are.</param>
public readonly record struct ChallengeProgress(ChallengeState State, ChallengeAction Action, int Step, int Steps)
{
    /// <summary>The key of the screen's text.</summary>
    public string TextKey => State switch
    {
        ChallengeState.Idle => "challenge.idle",
        ChallengeState.LookStraight or ChallengeState.Return => "challenge.look-straight",
        ChallengeState.Passed => "challenge.passed",
        ChallengeState.Failed => "challenge.failed",
        ChallengeState.BackedOff => "challenge.backed-off",
        _ => Action switch
        {
            ChallengeAction.TurnLeft => "challenge.turn-left",
            ChallengeAction.TurnRight => "challenge.turn-right",
            _ => "challenge.look-up",
        },
    };
}
