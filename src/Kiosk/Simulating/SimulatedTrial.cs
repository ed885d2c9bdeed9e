using AccessKiosk.Liveness;
using AccessKiosk.Liveness.Evaluation;
using AccessKiosk.Liveness.Fusion;
using AccessKiosk.Simulation;

namespace AccessKiosk.Kiosk.Simulating;

/// <summary>One simulated presentation and what the kiosk made of it.</summary>
/// <param name="Species">What was presented.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Verdict">Live (for an attack, the error), attack, or still open at the end of the window.</param>
/// <param name="Seconds">Until the verdict.</param>
/// <param name="LogOdds">The evidence's sum at the end.</param>
/// <param name="Cues">Every cue at the end.</param>
internal readonly record struct SimulatedTrial(Species Species, int Seed, LivenessVerdict Verdict, double Seconds, float LogOdds, CueReadings Cues)
{
    /// <summary>Presents an instrument to a watcher until its verdict, or until the decision window closes.</summary>
    public static SimulatedTrial Run(ClipWatcher watcher, AttackStage stage, Species species, int seed, SimulationPlan plan, CancellationToken cancellation)
    {
        using var clip = stage.Set(species, seed, plan.EmptySeconds);
        var sequence = 0L;
        var tracks = watcher.Watch(
            frame =>
            {
                clip.Next(frame.Prepare(clip.Width, clip.Height));
                frame.Stamp(sequence++, clip.Timestamp);
                return true;
            }, clip.Appears.TotalSeconds + plan.WindowSeconds, cancellation, stopAtVerdict: true);
        // Any face of the scene that is called live is an error, whichever the instrument's is.
        var decisive = tracks.FirstOrDefault(t => t.Verdict is LivenessVerdict.Live) ?? ClipWatcher.Choose(tracks, ClipFace.Largest);
        if (decisive is null)
            return new(species, seed, LivenessVerdict.StillLooking, 0, 0, default);
        var last = decisive.Evidence[^1];
        return new(species, seed, decisive.Verdict, decisive.Seconds, last.LogOdds, last.Cues);
    }
}

/// <summary>What is simulated.</summary>
/// <param name="Species">Which species.</param>
/// <param name="From">First seed.</param>
/// <param name="Seeds">How many seeds each.</param>
/// <param name="EmptySeconds">How long the kiosk sees the empty room before.</param>
/// <param name="WindowSeconds">How long it has for its verdict.</param>
/// <param name="Threads">Trials at a time.</param>
internal sealed record SimulationPlan(IReadOnlyList<Species> Species, int From, int Seeds, double EmptySeconds, double WindowSeconds, int Threads)
{
    /// <summary>How many trials that makes.</summary>
    public int Trials => Species.Count * Seeds;
}
