
namespace AccessKiosk.Simulation;

/// <summary>How a hand holds an object before a camera: slow sway, slow tilt, and a physiological tremor of 6 to 11 Hz.</summary>
internal sealed class HandMotion
{
    private readonly Wave _x, _y, _scale, _yaw, _pitch, _roll, _tremorX, _tremorY, _tremorRoll;
    private readonly double _approach;

    /// <summary>Draws a path at random.</summary>
    /// <param name="random">Source of the parameters.</param>
    /// <param name="size">Size of the face in pixels of the frame.</param>
    /// <param name="steadiness">0 for a stand, 1 for a usual hand.</param>
    /// <param name="approach">Share of its size by which the object grows over 4 s, for a picture that is pushed nearer.</param>
    public HandMotion(Random random, double size, double steadiness, double approach)
    {
        double Between(double low, double high) => low + random.NextDouble() * (high - low);
        Wave Slow(double amplitude) => new(steadiness * amplitude * Between(0.5, 1.5), Between(0.15, 0.6), Between(0, Math.Tau));
        Wave Fast(double amplitude) => new(steadiness * amplitude * Between(0.3, 1), Between(6, 11), Between(0, Math.Tau));
        (_x, _y, _scale) = (Slow(0.1 * size), Slow(0.06 * size), Slow(0.03));
        (_yaw, _pitch, _roll) = (Slow(0.12), Slow(0.08), Slow(0.05));
        (_tremorX, _tremorY, _tremorRoll) = (Fast(0.004 * size), Fast(0.004 * size), Fast(0.003));
        _approach = approach;
    }

    /// <summary>The pose at a time.</summary>
    /// <param name="rest">Where the object is on average.</param>
    /// <param name="seconds">Since the beginning.</param>
    public Pose At(in Pose rest, double seconds) => new(
        rest.X + _x.At(seconds) + _tremorX.At(seconds),
        rest.Y + _y.At(seconds) + _tremorY.At(seconds),
        rest.Scale * (1 + _scale.At(seconds)) * (1 + _approach * Math.Min(1, seconds / 4)),
        rest.Yaw + _yaw.At(seconds),
        rest.Pitch + _pitch.At(seconds),
        rest.Roll + _roll.At(seconds) + _tremorRoll.At(seconds));

    private readonly record struct Wave(double Amplitude, double Hertz, double Phase)
    {
        public double At(double seconds) => Amplitude * Math.Sin(Math.Tau * Hertz * seconds + Phase);
    }
}
