using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Simulation;

/// <summary>
/// A simulated presentation attack, frame by frame: an instrument in space before a background, seen by a cheap camera.
/// The same seed gives the same pixels. Simulated figures are never mixed with those of real attacks.
/// </summary>
public sealed class PresentationAttackClip : IDisposable
{
    /// <summary>Frames a second.</summary>
    public const double FramesPerSecond = 25;

    private const int Strips = 14;

    private readonly IScene _background;
    private readonly InstrumentLook _look;
    private readonly Instrument _instrument;
    private readonly HandMotion _hand;
    private readonly Sensor _sensor;
    private readonly double _flexHertz;
    private int _frame;

    /// <summary>Sets the scene.</summary>
    /// <param name="species">What is held before the camera.</param>
    /// <param name="subject">What the attacker has of the person.</param>
    /// <param name="background">What the camera sees besides; its size is the clip's.</param>
    /// <param name="seed">Chooses size, place, tilt, path, tone, noise and all else.</param>
    /// <param name="wearer">The attacker's own face in the background, which the instrument is held before; null for none.</param>
    public PresentationAttackClip(Species species, Subject subject, IScene background, int seed, Box? wearer = null)
    {
        ArgumentNullException.ThrowIfNull(background);
        _background = background;
        var first = background.At(0);
        (Width, Height) = (first.Width, first.Height);
        var random = new Random(seed);
        _look = InstrumentLooks.Of(species, random);
        _instrument = new(subject, _look, Width, Height, wearer);
        _hand = new(random, wearer?.Height * 0.3 ?? _look.FaceShare * Height, _look.Steadiness, _look.Approach);
        _sensor = new(random);
        _flexHertz = 0.4 + 0.8 * random.NextDouble();
    }

    /// <summary>Width of the frames in pixels.</summary>
    public int Width { get; }

    /// <summary>Height of the frames in pixels.</summary>
    public int Height { get; }

    /// <summary>When the newest frame was taken.</summary>
    public TimeSpan Timestamp => TimeSpan.FromSeconds(Math.Max(0, _frame - 1) / FramesPerSecond);

    /// <summary>Draws the next frame; there is always one.</summary>
    /// <param name="into">BGR, of the clip's size.</param>
    public void Next(Image into)
    {
        ArgumentNullException.ThrowIfNull(into);
        var seconds = _frame++ / FramesPerSecond;
        _background.At(seconds).CopyTo(into);
        _instrument.Show(seconds);
        Draw(_hand.At(_instrument.Rest, seconds), seconds, into);
        _sensor.Expose(into, seconds);
    }

    /// <inheritdoc/>
    public void Dispose() => _instrument.Dispose();

    private void Draw(in Pose pose, double seconds, Image into)
    {
        Span<double> map = stackalloc double[9];
        var focal = 1.2 * Width;
        var surface = _instrument.Surface;
        if (_look.Bend <= 0)
        {
            pose.Map(map, _instrument.MiddleX, _instrument.MiddleY, focal);
            Plane.Draw(surface, _instrument.Opacity, map, into);
            return;
        }

        // A part of a cylinder, as flat strips side by side.
        var bend = _look.Flexes ? _look.Bend * Math.Sin(Math.Tau * _flexHertz * seconds) : _look.Bend;
        var radius = surface.Width / (Math.Abs(bend) < 0.02 ? 0.02 * Math.Sign(bend + 1e-9) : bend);
        var width = (surface.Width + Strips - 1) / Strips;
        for (var left = 0; left < surface.Width; left += width)
        {
            using var strip = Image.Create(Math.Min(width, surface.Width - left), surface.Height);
            for (var y = 0; y < strip.Height; y++)
                surface.Row(y).Slice(3 * left, 3 * strip.Width).CopyTo(strip.Row(y));
            var angle = (left + strip.Width / 2.0 - _instrument.MiddleX) / radius;
            pose.Map(map, strip.Width / 2.0, _instrument.MiddleY, focal, -angle, radius * Math.Sin(angle), radius * (1 - Math.Cos(angle)));
            Plane.Draw(strip, null, map, into);
        }
    }
}
