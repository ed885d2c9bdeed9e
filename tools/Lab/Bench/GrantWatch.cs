using AccessKiosk.Lab.Demo;
using AccessKiosk.Liveness.Fusion;
using AccessKiosk.Recognition;

namespace AccessKiosk.Lab.Bench;

/// <summary>Looks at a kiosk after every frame and notes when each stage of a grant was done.</summary>
internal sealed class GrantWatch(SimulatedKiosk kiosk, RecognitionOptions options)
{
    private readonly EvidenceFusion _fusion = new(kiosk.Pipeline.Liveness.Calibration);
    private double? _good, _identified, _watched, _allowed, _enough;

    /// <summary>Looks at what the last frame led to.</summary>
    public void Look()
    {
        if (kiosk.Pipeline.Assessment is not { } assessment)
            return;
        var (at, identity, readings) = (assessment.Seconds, kiosk.Pipeline.Identity, kiosk.Pipeline.Liveness.Readings);
        _good = identity.Frames >= 1 ? _good ?? at : null;
        _identified = identity.IsAccepted(options) ? _identified ?? at : null;
        _watched = EvidenceFusion.IsMotionWatched(readings) ? _watched ?? at : null;
        _allowed = _fusion.IsVetoed(readings) ? null : _allowed ?? at;
        _enough = assessment.LogOdds > kiosk.Pipeline.Liveness.Calibration.LiveAbove ? _enough ?? at : null;
    }

    /// <summary>What was seen.</summary>
    public GrantTimes Times(double? granted, double? doorMs) => new(_good, _identified, _watched, _allowed, _enough, granted, doorMs);
}
