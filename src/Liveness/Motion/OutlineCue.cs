using System.Numerics;
using AccessKiosk.Liveness.Background;
using AccessKiosk.Liveness.Cues;
using AccessKiosk.Liveness.Imaging;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Liveness.Motion;

/// <summary>
/// A straight-edged outline around the face: paper, phone, tablet. Straight edges (LSD) are gathered into the two
/// directions of a rectangle about as upright as the head; what counts is how much of each of the four sides is there.
/// The edges of a room that is known (window bars, a door frame) are left out; those of one that is not do count.
/// </summary>
internal sealed class OutlineCue : IDisposable
{
    private const int Side = 192;
    private const float Grow = 4.8f;
    private const float MinLength = 12;
    private const int Angles = 9;
    private const float AngleStep = 5 * MathF.PI / 180;
    private const float AngleTolerance = 5.5f * MathF.PI / 180;
    private const float Margin = 2.5f;
    private const int Cells = 20;
    private const float CellLength = 0.2f;
    private const float NearSide = 0.95f, FarSide = 3.2f;
    private const int Offsets = 16;
    private const double FullSeconds = 1;

    private readonly Image _colour = Image.Create(Side, Side);
    private readonly Image _grey = Image.Create(Side, Side, 1);
    private readonly LineSegments _segments = new();
    private readonly Segment[] _unknown = new Segment[LineSegments.Capacity];
    private readonly bool[] _cover = new bool[4 * Offsets * Cells];
    private Box _inside;
    private double _sum, _seconds;

    /// <summary>How rectangular the newest frame's surround is, 0 to 1.</summary>
    public float Newest { get; private set; }

    /// <summary>Adds a frame, which <paramref name="scene"/> was shown before.</summary>
    public void Add(FaceObservation face, SceneMonitor scene, double seconds)
    {
        var square = face.Box.Square(Grow);
        var scale = Side / square.Width;
        var map = Matrix3x2.CreateTranslation(-square.X, -square.Y) * Matrix3x2.CreateScale(scale);
        ImageOps.Warp(face.Image, _colour, map, Border.Replicate);
        ImageOps.ToGrey(_colour, _grey);
        var lines = Unknown(_segments.Find(_grey, MinLength), square, scale, scene);
        // Past the frame's edge there is only its repetition, which is streaks.
        _inside = new Box(0, 0, face.Image.Width, face.Image.Height);
        _inside = new((_inside.X - square.X) * scale + Margin, (_inside.Y - square.Y) * scale + Margin, _inside.Width * scale - 2 * Margin, _inside.Height * scale - 2 * Margin);
        var best = 0f;
        for (var a = 0; a < Angles; a++)
            best = MathF.Max(best, Rectangle(lines, face.Points.Roll + (a - Angles / 2) * AngleStep));
        Newest = best;
        _sum += best * seconds;
        _seconds += seconds;
    }

    /// <summary>What the track's surround looks like so far: 0 a full rectangle, 1 none.</summary>
    public CueReading Read() =>
        _seconds <= 0 ? CueReading.CannotTell : new(1 - (float)(_sum / _seconds), (float)Math.Min(1, _seconds / FullSeconds));

    /// <summary>Forgets the track.</summary>
    public void Reset() => (_sum, _seconds, Newest) = (0, 0, 0);

    /// <inheritdoc/>
    public void Dispose()
    {
        _colour.Dispose();
        _grey.Dispose();
        _segments.Dispose();
    }

    // Of the lines in the crop those that the empty room did not have.
    private ReadOnlySpan<Segment> Unknown(ReadOnlySpan<Segment> lines, in Box square, float scale, SceneMonitor scene)
    {
        if (!scene.Background.IsKnown)
            return lines;
        var toRoom = Matrix3x2.CreateScale(1 / scale) * Matrix3x2.CreateTranslation(square.X, square.Y) * Matrix3x2.CreateScale(1 / scene.Scale);
        var count = 0;
        foreach (var line in lines)
            if (!scene.Background.HadLine(Vector2.Transform(line.From, toRoom), Vector2.Transform(line.To, toRoom)))
                _unknown[count++] = line;
        return _unknown.AsSpan(0, count);
    }

    private float Rectangle(ReadOnlySpan<Segment> lines, float angle)
    {
        Array.Clear(_cover);
        var toUnit = Matrix3x2.CreateTranslation(-Side / 2f, -Side / 2f) * Matrix3x2.CreateScale(2 * Grow / Side);
        var along = new Vector2(MathF.Cos(angle), MathF.Sin(angle));
        var down = new Vector2(-along.Y, along.X);
        foreach (var line in lines)
        {
            if (!IsInside(line.From) && !IsInside(line.To))
                continue;
            var (from, to) = (Vector2.Transform(line.From, toUnit), Vector2.Transform(line.To, toUnit));
            var direction = Vector2.Normalize(to - from);
            var upright = MathF.Abs(Vector2.Dot(direction, along)) < MathF.Sin(AngleTolerance);
            var level = MathF.Abs(Vector2.Dot(direction, down)) < MathF.Sin(AngleTolerance);
            if (!upright && !level)
                continue;
            var middle = (from + to) / 2;
            var (u, v) = (Vector2.Dot(middle, along), Vector2.Dot(middle, down));
            var offset = upright ? u : v;
            if (MathF.Abs(offset) is < NearSide or >= FarSide)
                continue;
            // Left, right, above, below.
            var side = (upright ? 0 : 2) + (offset > 0 ? 1 : 0);
            var (start, end) = upright
                ? (Vector2.Dot(from, down), Vector2.Dot(to, down))
                : (Vector2.Dot(from, along), Vector2.Dot(to, along));
            if (start > end)
                (start, end) = (end, start);
            var row = (int)((MathF.Abs(offset) - NearSide) / (FarSide - NearSide) * Offsets);
            var first = Math.Max(0, (int)MathF.Round((start + Cells * CellLength / 2) / CellLength));
            var last = Math.Min(Cells, (int)MathF.Round((end + Cells * CellLength / 2) / CellLength));
            for (var cell = first; cell < last; cell++)
                _cover[(side * Offsets + row) * Cells + cell] = true;
        }

        Span<float> sides = stackalloc float[4];
        for (var side = 0; side < 4; side++)
            sides[side] = MathF.Max(0, Coverage(side));
        // An object that is held may hide one side behind a hand or the frame's edge: the best three of four.
        var least = MathF.Min(MathF.Min(sides[0], sides[1]), MathF.Min(sides[2], sides[3]));
        var upright2 = MathF.Min(sides[0], sides[1]);
        var sum = sides[0] + sides[1] + sides[2] + sides[3] - least;
        return upright2 <= 0.1f ? 0.2f * sum / 3 : sum / 3;
    }

    private bool IsInside(Vector2 p) => p.X > _inside.X && p.X < _inside.Right && p.Y > _inside.Y && p.Y < _inside.Bottom;

    // The share of the face's extent that the best line of a side covers, two neighbouring offsets taken as one line,
    // less what a line there would cover by chance: a curtain has such edges everywhere, an object has one.
    private float Coverage(int side)
    {
        const int From = 5, To = 15;
        var (best, all) = (0, 0);
        for (var row = 0; row + 1 < Offsets; row++)
        {
            var count = 0;
            for (var cell = From; cell < To; cell++)
                if (_cover[(side * Offsets + row) * Cells + cell] || _cover[(side * Offsets + row + 1) * Cells + cell])
                    count++;
            best = Math.Max(best, count);
            all += count;
        }

        var usual = (all - 3f * best) / (Offsets - 4);
        return (best - Math.Max(0, 2 * usual)) / (To - From);
    }
}
