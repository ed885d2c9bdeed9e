using AccessKiosk.Liveness.Challenge;

namespace AccessKiosk.Liveness.Evaluation;

/// <summary>Plays recordings against random challenges from random moments on, over and over.</summary>
public static class ChallengeTrials
{
    private const double LongestSeconds = 30;

    /// <summary>Counts passes.</summary>
    /// <param name="track">The recording's face.</param>
    /// <param name="trials">How often.</param>
    /// <param name="options">How challenges are judged.</param>
    /// <param name="seed">Makes the trials repeatable.</param>
    /// <returns>How many were passed.</returns>
    public static int Passed(TrackOutcome track, int trials, ChallengeOptions options, int seed)
    {
        ArgumentNullException.ThrowIfNull(track);
        var poses = track.Poses;
        if (poses.Count < 2)
            return 0;
        var random = new Random(seed);
        var passed = 0;
        for (var trial = 0; trial < trials; trial++)
        {
            // One challenge a trial: failures do not add up to a back-off here.
            var challenge = new LivenessChallenge(options, new(random.Next()));
            var start = random.Next(poses.Count);
            challenge.Begin(TimeSpan.Zero, poses[start].LogOdds);
            var (now, at) = (0.0, start);
            while (challenge.IsOpen && now < LongestSeconds)
            {
                challenge.Observe(TimeSpan.FromSeconds(now), poses[at].Pose, isPlanar: false);
                var next = (at + 1) % poses.Count;
                now += next > at ? poses[next].Seconds - poses[at].Seconds : 0.1;
                at = next;
            }

            if (challenge.Progress.State is ChallengeState.Passed)
                passed++;
        }

        return passed;
    }
}
