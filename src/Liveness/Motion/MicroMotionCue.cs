using System.Numerics;
using AccessKiosk.Liveness.Cues;

namespace AccessKiosk.Liveness.Motion;

/// <summary>
/// A living face is never quite still: what remains of its motion once planar motion is taken away grows with time,
/// while a still picture's remains at the noise between two frames. Logarithm of the ratio of the two, each frame's by
/// itself and within bounds: one frame on which the face's points leapt must not speak for all the others.
/// </summary>
internal sealed class MicroMotionCue
{
    // In half faces; below a tenth of a pixel of the crop flow itself is not exact.
    private const float Floor = 0.0015f;
    private const float Bound = 1.5f;

    // What drawing a picture larger, smaller or turned does to its edges, measured on simulated masks: half faces of
    // seeming motion for each unit of scale or turn.
    private const float Resampling = 0.05f;
    private const double FullSeconds = 1;

    private double _sum, _seconds;

    /// <summary>Adds a frame.</summary>
    public void Add(FaceMotion motion, double seconds)
    {
        if (motion.Lag < FaceMotion.MinLag)
            return;
        var drawn = Resampling * new Vector2(motion.SinceKey.M11 - 1, motion.SinceKey.M12).Length();
        var ratio = motion.NonPlanar / MathF.Sqrt(motion.Noise * motion.Noise + Floor * Floor + drawn * drawn);
        _sum += seconds * Math.Clamp(MathF.Log(ratio + 1e-6f), -Bound, Bound);
        _seconds += seconds;
    }

    /// <summary>Natural logarithm of the ratio so far: well below 0 for a still picture.</summary>
    public CueReading Read() =>
        _seconds <= 0 ? CueReading.CannotTell : new((float)(_sum / _seconds), (float)Math.Min(1, _seconds / FullSeconds));

    /// <summary>Forgets the track.</summary>
    public void Reset() => (_sum, _seconds) = (0, 0);
}
