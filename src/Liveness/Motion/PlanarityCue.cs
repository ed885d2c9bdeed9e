using AccessKiosk.Liveness.Cues;

namespace AccessKiosk.Liveness.Motion;

/// <summary>
/// A plane's motion is a homography; a face's is not. The share of the motion beyond a similarity that a homography
/// leaves over, summed over the track (cf. Bao et al. 2009; De Marsico et al. 2012). Silent while there is no such
/// motion, and blind to a screen that shows a moving person.
/// </summary>
internal sealed class PlanarityCue
{
    private const float Floor = 0.004f;
    private const double FullSeconds = 1;

    private double _left, _moved, _seconds;

    /// <summary>Adds a frame.</summary>
    public void Add(FaceMotion motion, double seconds)
    {
        var noise = Math.Max(motion.Noise, Floor);
        // Only motion well above what the flow itself wavers by tells a plane from a face.
        if (motion.NonRigid < 2.5 * noise)
            return;
        _moved += motion.NonRigid * motion.NonRigid;
        _left += motion.NonPlanar * motion.NonPlanar;
        _seconds += seconds;
    }

    /// <summary>The ratio so far: about 0 for a plane that tilts, towards 1 for a face.</summary>
    public CueReading Read() =>
        _moved <= 0 ? CueReading.CannotTell : new((float)Math.Sqrt(_left / _moved), (float)Math.Min(1, _seconds / FullSeconds));

    /// <summary>Forgets the track.</summary>
    public void Reset() => (_left, _moved, _seconds) = (0, 0, 0);
}
