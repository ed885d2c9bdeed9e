using AccessKiosk.Liveness.Challenge;
using AccessKiosk.Vision.Alignment;

namespace AccessKiosk.Lab.Simulating;

/// <summary>Turns what is held as the screen asks: after a moment to read it, further than a head would, and back.</summary>
internal sealed class CooperativeReplayAttacker
{
    private const double ReadSeconds = 0.5, MoveSeconds = 0.5;
    private const float Yaw = 50, Pitch = 35;

    private ChallengeProgress _seen;
    private TimeSpan _since;
    private HeadPose _from, _now;

    /// <summary>The turn at a time.</summary>
    public HeadPose Turn(ChallengeProgress asked, TimeSpan now)
    {
        if (asked != _seen)
            (_seen, _since, _from) = (asked, now, _now);
        var target = asked.State is not ChallengeState.Act ? default : asked.Action switch
        {
            ChallengeAction.TurnLeft => new HeadPose(Yaw, 0, 0),
            ChallengeAction.TurnRight => new HeadPose(-Yaw, 0, 0),
            _ => new HeadPose(0, Pitch, 0),
        };
        var wait = asked.State is ChallengeState.Act ? ReadSeconds : 0;
        var share = (float)Math.Clamp(((now - _since).TotalSeconds - wait) / MoveSeconds, 0, 1);
        return _now = new(_from.Yaw + share * (target.Yaw - _from.Yaw), _from.Pitch + share * (target.Pitch - _from.Pitch), 0);
    }
}
