using AccessKiosk.Liveness.Challenge;
using AccessKiosk.Vision.Alignment;

namespace AccessKiosk.Lab.Evaluation;

/// <summary>Plays recordings against random challenges from random moments on, over and over.</summary>
public static class ChallengeTrials
{
    private const double LongestSeconds = 30;

    // Evidence with which a single action is asked.
    private const float NearlyLive = 20;

    /// <summary>Counts the challenges that a recording passes, of as many actions as its evidence asks for.</summary>
    /// <param name="track">The recording's face.</param>
    /// <param name="trials">How often.</param>
    /// <param name="options">How challenges are judged.</param>
    /// <param name="seed">Makes the trials repeatable.</param>
    /// <returns>How many were passed.</returns>
    public static int Passed(TrackOutcome track, int trials, ChallengeOptions options, int seed)
    {
        ArgumentNullException.ThrowIfNull(track);
        return Play(track, trials, options, seed, null).Count(trial => trial.Passed);
    }

    /// <summary>
    /// Counts the single actions that a recorded person made in time, whoever asked or not: straight, then past the angle that
    /// is asked for, the right way first and not before anybody could react, then straight again and
    /// steady.
    /// </summary>
    /// <inheritdoc cref="Passed"/>
    /// <returns>How many were made, and how many of those the challenge did not accept.</returns>
    public static (int Made, int Refused) Performed(TrackOutcome track, int trials, ChallengeOptions options, int seed)
    {
        ArgumentNullException.ThrowIfNull(track);
        var made = Play(track, trials, options, seed, NearlyLive).Where(trial => IsMade(trial, options)).ToArray();
        return (made.Length, made.Count(trial => !trial.Passed));
    }

    private static IEnumerable<Trial> Play(TrackOutcome track, int trials, ChallengeOptions options, int seed, float? logOdds)
    {
        var poses = track.Poses;
        var random = new Random(seed);
        for (var trial = 0; trial < trials && poses.Count > 1; trial++)
        {
            // One challenge a trial: failures do not add up to a back-off here.
            var challenge = new LivenessChallenge(options, new Random(random.Next()).Next);
            var start = random.Next(poses.Count);
            challenge.Begin(TimeSpan.Zero, logOdds ?? poses[start].LogOdds);
            var (action, asked, seen) = (challenge.Progress.Action, new List<(double Seconds, HeadPose Pose)>(), ChallengeState.LookStraight);
            var (now, at) = (0.0, start);
            while ((challenge.IsOpen || asked.Count > 0 && now - asked[0].Seconds < 2 * options.ActionSeconds) && now < LongestSeconds)
            {
                if (challenge.IsOpen)
                    seen = challenge.Observe(TimeSpan.FromSeconds(now), poses[at].Pose, isPlanar: false, poses[at].IsComparable).State;
                if (asked.Count > 0 || seen is ChallengeState.Act)
                    asked.Add((now, poses[at].Pose));
                var next = (at + 1) % poses.Count;
                now += next > at ? poses[next].Seconds - poses[at].Seconds : 0.1;
                at = next;
            }

            yield return new(action, asked, challenge.Progress.State is ChallengeState.Passed);
        }
    }

    // By the poses alone, from the moment on that the action was asked for: not by what the challenge makes of them.
    private static bool IsMade(Trial trial, ChallengeOptions options)
    {
        if (trial.Asked.Count == 0)
            return false;
        var (since, rest) = trial.Asked[0];
        var (doneAt, straightSince, sign) = (double.NaN, double.NaN, trial.Action is ChallengeAction.TurnRight ? -1 : 1);
        var wanted = trial.Action is ChallengeAction.LookUp ? options.LiftDegrees : options.TurnDegrees;
        foreach (var (seconds, pose) in trial.Asked)
        {
            var (yaw, pitch) = (pose.Yaw - rest.Yaw, pose.Pitch - rest.Pitch);
            var (along, astray) = trial.Action is ChallengeAction.LookUp ? (pitch, MathF.Abs(yaw)) : (sign * yaw, MathF.Abs(pitch));
            if (double.IsNaN(doneAt))
            {
                if (along <= -options.StraightDegrees || astray >= options.StraightDegrees || seconds - since > options.ActionSeconds)
                    return false;
                if (along < wanted)
                    continue;
                if (seconds - since < LivenessChallenge.ReactionSeconds)
                    return false;
                doneAt = seconds;
            }

            var isStraight = MathF.Abs(yaw) < options.StraightDegrees && MathF.Abs(pitch) < options.StraightDegrees;
            straightSince = !isStraight ? double.NaN : double.IsNaN(straightSince) ? seconds : straightSince;
            if (seconds - straightSince >= LivenessChallenge.SteadySeconds)
                return true;
            if (seconds - doneAt > options.ActionSeconds)
                return false;
        }

        return false;
    }

    private readonly record struct Trial(ChallengeAction Action, IReadOnlyList<(double Seconds, HeadPose Pose)> Asked, bool Passed);
}
