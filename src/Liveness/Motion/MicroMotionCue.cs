namespace AccessKiosk.Liveness.Motion;

/// <summary>
/// A living face is never quite still: what remains of its motion once planar motion is taken away grows with time,
/// while a still picture's remains at the noise between two frames. Logarithm of the ratio of the two.
/// </summary>
internal sealed class MicroMotionCue
{
    private const float Floor = 0.003f;
    private const double FullSeconds = 2;
    private const double MinLag = 0.3;

    private double _late, _noise, _seconds;

    /// <summary>Adds a frame.</summary>
    public void Add(FaceMotion motion, double seconds)
    {
        if (motion.Lag < MinLag)
            return;
        _late += seconds * motion.NonPlanar * motion.NonPlanar;
        _noise += seconds * (motion.Noise * motion.Noise + Floor * Floor);
        _seconds += seconds;
    }

    /// <summary>Natural logarithm of the ratio so far: about 0 for a still picture.</summary>
    public CueReading Read() =>
        _noise <= 0 ? CueReading.CannotTell : new((float)(0.5 * Math.Log((_late + 1e-9) / _noise)), (float)Math.Min(1, 2 * _seconds / FullSeconds));

    /// <summary>Forgets the track.</summary>
    public void Reset() => (_late, _noise, _seconds) = (0, 0, 0);
}
