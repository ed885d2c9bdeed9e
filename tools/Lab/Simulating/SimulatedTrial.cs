using AccessKiosk.Liveness;
using AccessKiosk.Liveness.Cues;
using AccessKiosk.Simulation;

namespace AccessKiosk.Lab.Simulating;

/// <summary>One simulated presentation and what the kiosk made of it.</summary>
/// <param name="Species">What was presented.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Verdict">Live (for an attack, the error), attack, or still open at the end of the window.</param>
/// <param name="Seconds">Until the verdict.</param>
/// <param name="LogOdds">The evidence's sum at the end.</param>
/// <param name="Cues">Every cue at the end.</param>
internal readonly record struct SimulatedTrial(Species Species, int Seed, LivenessVerdict Verdict, double Seconds, float LogOdds, CueReadings Cues);

/// <summary>What is simulated.</summary>
/// <param name="Species">Which species.</param>
/// <param name="From">First seed.</param>
/// <param name="Seeds">How many seeds each.</param>
/// <param name="EmptySeconds">How long the kiosk sees the empty room before.</param>
/// <param name="WindowSeconds">How long it has for its verdict.</param>
/// <param name="IsChallenged">Whether only a passed challenge counts, and the attacker does what is asked as well as the instrument lets him.</param>
/// <param name="Threads">Trials at a time.</param>
internal sealed record SimulationPlan(
    IReadOnlyList<Species> Species, int From, int Seeds, double EmptySeconds, double WindowSeconds, bool IsChallenged, int Threads)
{
    /// <summary>How many trials that makes.</summary>
    public int Trials => Species.Count * Seeds;
}

/// <summary>Runs trials one after the other, with its own models.</summary>
internal interface ITrialRunner : IDisposable
{
    /// <summary>Presents an instrument until the verdict, or until the decision window closes.</summary>
    SimulatedTrial Run(Species species, int seed, CancellationToken cancellationToken);
}
