using System.Collections.Concurrent;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Simulation;

namespace AccessKiosk.Lab.Simulating;

/// <summary>Runs many trials, several at a time; each thread has its own watcher.</summary>
internal static class SimulatedTrials
{
    /// <summary>Runs them, seed by seed across all species, so that an interrupted run has seen each about as often.</summary>
    /// <param name="plan">What to run.</param>
    /// <param name="stage">Sets up the attacks.</param>
    /// <param name="options">The kiosk's own settings.</param>
    /// <param name="done">Called after every trial, from any thread.</param>
    /// <param name="cancellationToken">Ends it early; what is done by then is returned.</param>
    public static IReadOnlyList<SimulatedTrial> Run(
        SimulationPlan plan, AttackStage stage, KioskOptions options, Action done, CancellationToken cancellationToken)
    {
        var results = new ConcurrentBag<SimulatedTrial>();
        var next = -1;
        var faults = new ConcurrentBag<Exception>();
        void Work()
        {
            try
            {
                using ITrialRunner runner = plan.IsChallenged ? new ChallengedTrials(plan, stage, options) : new PassiveTrials(plan, stage, options);
                while (faults.IsEmpty && Interlocked.Increment(ref next) is var trial && trial < plan.Trials)
                {
                    results.Add(runner.Run(plan.Species[trial % plan.Species.Count], plan.From + trial / plan.Species.Count, cancellationToken));
                    done();
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // What is done so far counts.
            }
            catch (Exception fault)
            {
                faults.Add(fault);
            }
        }

        var threads = Enumerable.Range(0, Math.Min(plan.Threads, Math.Max(1, plan.Trials))).Select(i => new Thread(Work) { Name = $"trials {i}" }).ToArray();
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        return faults.IsEmpty ? [.. results.OrderBy(t => t.Species).ThenBy(t => t.Seed)] : throw new AggregateException(faults);
    }
}
