using AccessKiosk.Vision.Alignment;
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

    // The empty room does not change: fewer frames of it say the same.
    private const double EmptyFramesPerSecond = 10;

    private readonly Surroundings _room;
    private readonly InstrumentLook _look;
    private readonly Instrument? _instrument;
    private readonly HandMotion _hand;
    private readonly Sensor _sensor;
    private readonly double _flexHertz, _start;
    private readonly int _emptyFrames;
    private int _frame;

    /// <summary>Sets the scene.</summary>
    /// <param name="species">What is held before the camera.</param>
    /// <param name="subject">What the attacker has of the person; null for <see cref="Species.BonaFide"/> alone.</param>
    /// <param name="room">What the camera sees besides; its size is the clip's.</param>
    /// <param name="seed">Chooses size, place, tilt, path, tone, noise and all else.</param>
    /// <param name="emptySeconds">How long the empty room is seen before.</param>
    public PresentationAttackClip(Species species, Subject? subject, Surroundings room, int seed, double emptySeconds = 0)
    {
        if (subject is null != species is Species.BonaFide)
            throw new ArgumentException("An attack shows a subject, and the control none.", nameof(subject));
        _room = room;
        var first = room.Scene.At(0);
        (Width, Height) = (first.Width, first.Height);
        var random = new Random(seed);
        _look = InstrumentLooks.Of(species, random);
        var wearer = room.Wearer?.Head;
        if (subject is { } shown)
            _instrument = new(shown, _look, Width, Height, wearer);
        _hand = new(random, wearer?.Face.Height * 0.3 ?? _look.FaceShare * Height, _look.Steadiness, _look.Approach);
        _sensor = new(random);
        _flexHertz = 0.4 + 0.8 * random.NextDouble();
        // Anywhere in the recording; those of the wearer and of the subject are not in step.
        _start = 60 * random.NextDouble();
        _emptyFrames = room.Empty is null ? 0 : (int)Math.Round(emptySeconds * EmptyFramesPerSecond);
    }

    /// <summary>Width of the frames in pixels.</summary>
    public int Width { get; }

    /// <summary>Height of the frames in pixels.</summary>
    public int Height { get; }

    /// <summary>When the newest frame was taken.</summary>
    public TimeSpan Timestamp => TimeSpan.FromSeconds(SecondsAt(Math.Max(0, _frame - 1)));

    /// <summary>When the instrument appears.</summary>
    public TimeSpan Appears => TimeSpan.FromSeconds(SecondsAt(_emptyFrames));

    /// <summary>A turn that the attacker gives the instrument on top of its own path, degrees as a head's pose.</summary>
    public HeadPose Turn { get; set; }

    /// <summary>Draws the next frame; there is always one.</summary>
    /// <param name="into">BGR, of the clip's size.</param>
    public void Next(Image into)
    {
        ArgumentNullException.ThrowIfNull(into);
        var number = _frame++;
        var seconds = Math.Max(0, number - _emptyFrames) / FramesPerSecond;
        if (number < _emptyFrames)
        {
            _room.Empty!.CopyTo(into);
        }
        else
        {
            _room.Scene.At(_start + seconds).CopyTo(into);
            if (_instrument is not null)
            {
                _instrument.Show(_start + seconds);
                Draw(_instrument, PoseAt(_instrument, seconds), seconds, into);
            }
        }

        _sensor.Expose(into, SecondsAt(number));
    }

    /// <inheritdoc/>
    public void Dispose() => _instrument?.Dispose();

    private double SecondsAt(int frame) => frame <= _emptyFrames
        ? frame / EmptyFramesPerSecond
        : _emptyFrames / EmptyFramesPerSecond + (frame - _emptyFrames) / FramesPerSecond;

    private Pose PoseAt(Instrument instrument, double seconds)
    {
        var rest = instrument.Rest;
        if (_look.Worn && _room.Wearer is { } wearer)
        {
            var now = wearer.HeadAt(_start + seconds);
            rest = rest with
            {
                X = now.Eyes.Middle.X,
                Y = now.Eyes.Middle.Y,
                // A head that turns shows its eyes nearer to each other, and is no smaller.
                Scale = rest.Scale * now.Face.Width / wearer.Head.Face.Width,
                Yaw = -Radians(now.Pose.Yaw),
                Pitch = -Radians(now.Pose.Pitch),
                Roll = now.Eyes.Roll - instrument.Lean,
            };
        }

        var held = _hand.At(rest, seconds);
        return held with { Yaw = held.Yaw - Radians(Turn.Yaw), Pitch = held.Pitch - Radians(Turn.Pitch) };
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;

    private void Draw(Instrument instrument, in Pose pose, double seconds, Image into)
    {
        Span<double> map = stackalloc double[9];
        var focal = 1.2 * Width;
        var surface = instrument.Surface;
        if (_look.Bend <= 0)
        {
            pose.Map(map, instrument.MiddleX, instrument.MiddleY, focal);
            Plane.Draw(surface, instrument.Opacity, map, into);
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
            var angle = (left + strip.Width / 2.0 - instrument.MiddleX) / radius;
            pose.Map(map, strip.Width / 2.0, instrument.MiddleY, focal, -angle, radius * Math.Sin(angle), radius * (1 - Math.Cos(angle)));
            Plane.Draw(strip, null, map, into);
        }
    }
}
