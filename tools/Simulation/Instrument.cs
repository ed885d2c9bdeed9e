using System.Numerics;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Simulation;

/// <summary>The thing that is held before the camera: paper or a screen with its rim, rendered from the subject's picture.</summary>
internal sealed class Instrument : IDisposable
{
    // As fine as a camera of 640×480 can see it.
    private const int FaceSide = 200;

    private readonly Subject _subject;
    private readonly InstrumentLook _look;
    private readonly byte[] _tone = new byte[256];
    private readonly Matrix3x2 _toSurface;
    private readonly int _rim;
    private readonly Image _inner;
    private readonly float[] _grid;
    private readonly Glare? _glare;
    private readonly Eyes _eyes;
    private Image? _shown;

    public Instrument(Subject subject, InstrumentLook look, int frameWidth, int frameHeight, HeadPlace? wearer)
    {
        (_subject, _look) = (subject, look);
        var first = subject.Scene.At(0);
        var square = subject.Face.Square(look.Margin);
        // Paper shows more of what is below the face than above it, as portraits do.
        var shown = new Box(square.X, square.Y + square.Height * 0.06f, square.Width, square.Height * look.Aspect)
            .Intersect(new(0, 0, first.Width, first.Height));
        var scale = FaceSide / subject.Face.Square().Width;
        _toSurface = Matrix3x2.CreateTranslation(-shown.X, -shown.Y) * Matrix3x2.CreateScale(scale);
        _inner = Image.Create(Math.Clamp((int)(shown.Width * scale), 16, 2000), Math.Clamp((int)(shown.Height * scale), 16, 2000));
        _rim = (int)(look.Rim * _inner.Width);
        Surface = Image.Create(_inner.Width + 2 * _rim, _inner.Height + 2 * _rim);
        var face = Vector2.Transform(subject.Face.Center, _toSurface);
        (MiddleX, MiddleY) = (face.X + _rim, face.Y + _rim);
        for (var i = 0; i < 256; i++)
            _tone[i] = (byte)Math.Clamp(255 * (look.Black + (look.White - look.Black) * Math.Pow(i / 255.0, look.Gamma)), 0, 255);
        Rest = new(frameWidth / 2.0, frameHeight * 0.45, look.FaceShare * frameHeight / FaceSide, look.Yaw, look.Pitch, look.Roll);
        if (wearer is { } own)
            Rest = Rest with { X = own.Face.Center.X, Y = own.Face.Center.Y, Scale = 1.08 * own.Face.Square().Width / FaceSide };
        if (look.Worn && wearer is { } head && subject.Eyes is { } eyes)
        {
            // Worn so that the attacker's eyes are where the mask's are, and turned about them.
            _eyes = eyes.In(_toSurface * Matrix3x2.CreateTranslation(_rim, _rim));
            (MiddleX, MiddleY) = (_eyes.Middle.X, _eyes.Middle.Y);
            Rest = Rest with { X = head.Eyes.Middle.X, Y = head.Eyes.Middle.Y, Scale = head.Eyes.Distance / _eyes.Distance };
        }

        if (look.Fills > 0)
        {
            // So near that the picture's, or the rim's, edges lie at or outside the frame's.
            var fill = look.Fills * Math.Max(frameWidth / (double)Surface.Width, frameHeight / (double)Surface.Height);
            Rest = Rest with { X = frameWidth / 2.0 + (MiddleX - Surface.Width / 2.0) * fill, Y = frameHeight / 2.0 + (MiddleY - Surface.Height / 2.0) * fill, Scale = fill };
        }

        _grid = new float[Math.Max(Surface.Width, Surface.Height)];
        for (var i = 0; i < _grid.Length && look.Grid > 0; i++)
            _grid[i] = look.Grid * MathF.Sin(i * look.GridPitch);
        if (look.Glare > 0)
            _glare = new(look.Glare, _inner.Width, Surface.Height);
        if (look.Cut)
            Opacity = CutOut(face + new Vector2(_rim), subject.Face.Square().Width * scale);
    }

    /// <summary>What it looks like, flat.</summary>
    public Image Surface { get; }

    /// <summary>Where it is not cut away; null when nowhere.</summary>
    public Image? Opacity { get; }

    /// <summary>What its pose is about: the middle of the face on it, or of the eyes of a mask.</summary>
    public double MiddleX { get; }

    /// <inheritdoc cref="MiddleX"/>
    public double MiddleY { get; }

    /// <summary>How much a worn mask's own picture leans, radians.</summary>
    public double Lean => _eyes.Roll;

    /// <summary>Where it is held.</summary>
    public Pose Rest { get; }

    /// <summary>Draws the subject's picture of a time onto it.</summary>
    public void Show(double seconds)
    {
        var picture = _subject.Scene.At(seconds);
        if (ReferenceEquals(picture, _shown) && _look.Glare <= 0)
            return;
        _shown = picture;
        ImageOps.Warp(picture, _inner, _toSurface, Border.Replicate);
        _glare?.Move(seconds);
        for (var y = 0; y < Surface.Height; y++)
        {
            var to = Surface.Row(y);
            if (y < _rim || y >= _rim + _inner.Height)
            {
                to.Fill(_look.RimTone);
                continue;
            }

            to[..(3 * _rim)].Fill(_look.RimTone);
            to[(3 * (_rim + _inner.Width))..].Fill(_look.RimTone);
            Colour(_inner.Row(y - _rim), to.Slice(3 * _rim, 3 * _inner.Width), y);
        }
    }

    public void Dispose()
    {
        _inner.Dispose();
        Surface.Dispose();
        Opacity?.Dispose();
    }

    // Ink is less colourful than light, a screen has a cast and a grid of pixels, gloss mirrors a lamp.
    private void Colour(ReadOnlySpan<byte> from, Span<byte> to, int y)
    {
        var (line, lamp, saturation) = (_grid[y], _glare is null ? 0 : _glare.Down(y), _look.Saturation);
        for (var x = 0; x < from.Length; x += 3)
        {
            float b = _tone[from[x]], g = _tone[from[x + 1]], r = _tone[from[x + 2]];
            var grey = (b + 2 * g + r) / 4;
            var added = line + _grid[x / 3] + (lamp > 0 ? lamp * _glare!.Across(x / 3) : 0);
            var keep = (1 - saturation) * grey + added;
            to[x] = Byte(keep + saturation * b + _look.Cast);
            to[x + 1] = Byte(keep + saturation * g);
            to[x + 2] = Byte(keep + saturation * r - _look.Cast);
        }
    }

    private static byte Byte(float value) => (byte)Math.Clamp((int)value, 0, 255);

    private Image CutOut(Vector2 middle, float faceSide)
    {
        var opacity = Image.Create(Surface.Width, Surface.Height, 1);
        for (var y = 0; y < opacity.Height; y++)
        {
            var row = opacity.Row(y);
            for (var x = 0; x < row.Length; x++)
            {
                var u = (x - middle.X) / (0.52 * faceSide);
                var v = (y - middle.Y + 0.08 * faceSide) / (0.72 * faceSide);
                var eye = _look.EyeHoles ? Math.Min(Hole(x, y, _eyes.Left), Hole(x, y, _eyes.Right)) : 9;
                row[x] = (byte)(255 * Math.Clamp(Math.Min((1 - (u * u + v * v)) * 40, (eye - 1) * 8), 0, 1));
            }
        }

        return opacity;
    }

    private double Hole(int x, int y, Vector2 eye)
    {
        var u = (x - eye.X) / (0.26 * _eyes.Distance);
        var v = (y - eye.Y) / (0.15 * _eyes.Distance);
        return u * u + v * v;
    }
}

/// <summary>How an instrument looks and is held.</summary>
/// <param name="Margin">How much of the picture around the face it shows, in faces.</param>
/// <param name="Aspect">Height over width.</param>
/// <param name="Rim">Width of its rim as a share of the picture's width.</param>
/// <param name="RimTone">Brightness of its rim.</param>
/// <param name="FaceShare">Height of the face as a share of the frame's.</param>
internal sealed record InstrumentLook(float Margin, float Aspect, float Rim, byte RimTone, float FaceShare)
{
    public double Yaw { get; init; }
    public double Pitch { get; init; }
    public double Roll { get; init; }
    public double Gamma { get; init; } = 1;
    public double Black { get; init; }
    public double White { get; init; } = 1;
    public float Saturation { get; init; } = 1;
    public float Cast { get; init; }
    public float Grid { get; init; }
    public float GridPitch { get; init; } = 2;
    public float Glare { get; init; }
    public double Fills { get; init; }
    public bool Cut { get; init; }
    public bool EyeHoles { get; init; }
    public double Bend { get; init; }
    public bool Flexes { get; init; }
    public bool Worn { get; init; }
    public double Steadiness { get; init; } = 1;
    public double Approach { get; init; }
}
