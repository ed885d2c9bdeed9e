using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Lab.Evaluation;
using AccessKiosk.Liveness;
using AccessKiosk.Simulation;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Lab.Simulating;

/// <summary>Presentations to the kiosk's passive eye: nothing is asked.</summary>
internal sealed class PassiveTrials(SimulationPlan plan, AttackStage stage, KioskOptions options) : ITrialRunner
{
    private readonly ClipWatcher _watcher = new(new ModelCatalogue(options.Inference), options.Perception(), ActiveCalibration.Load(options.Recognition.Thresholds));

    /// <inheritdoc/>
    public SimulatedTrial Run(Species species, int seed, CancellationToken cancellationToken)
    {
        using var clip = stage.Set(species, seed, plan.EmptySeconds);
        var sequence = 0L;
        var tracks = _watcher.Watch(
            frame =>
            {
                clip.Next(frame.Prepare(clip.Width, clip.Height));
                frame.Stamp(sequence++, clip.Timestamp);
                return true;
            }, clip.Appears.TotalSeconds + plan.WindowSeconds, cancellationToken, stopAtVerdict: true);
        // Any face of the scene that is called live is an error, whichever the instrument's is.
        var decisive = tracks.FirstOrDefault(t => t.Verdict is LivenessVerdict.Live) ?? ClipWatcher.Choose(tracks, ClipFace.Largest);
        if (decisive is null)
            return new(species, seed, LivenessVerdict.StillLooking, 0, 0, default);
        var last = decisive.Evidence[^1];
        return new(species, seed, decisive.Verdict, decisive.Seconds, last.LogOdds, last.Cues);
    }

    public void Dispose() => _watcher.Dispose();
}
