using System.Numerics;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Liveness.Background;

/// <summary>
/// What the room looks like when nobody is there, and how much of it still shows. A running mean of the frames without
/// faces, in blocks of <see cref="Block"/> pixels. Light may change: blocks are compared by their pattern, and plain ones
/// by their brightness under the whole picture's change of exposure.
/// </summary>
public sealed class BackgroundModel
{
    /// <summary>Side of a block in pixels.</summary>
    public const int Block = 8;

    private const double EmptySeconds = 1;
    private const double SettleSeconds = 0.5;
    private const double FollowSeconds = 10;

    // A screen that shows an empty room for a while must not become the room, nor a part of it; moved furniture may, in time.
    private const double RelearnSeconds = 300;
    private const float SameBackground = 0.5f;

    // Grey levels: a sensor's noise, averaged over four pixels, stays below 2; edges of things lie well above.
    private const float Plain = 3.5f;
    private const float NoiseFloor = 2;
    private const float SamePattern = 0.7f, OtherPattern = 0.4f;
    private const float SameTone = 6, OtherTone = 16;

    // A plain block may look alike by chance: it counts for less.
    private const float PlainWeight = 0.25f;

    // A sheet held right along a door frame hides half of every block there: such a line stays in doubt.
    private const float SureLine = 0.6f;

    // Of a quarter's blocks, in three quarters: a camera that was turned, or a screen before it, does not show so much of a room.
    private const float RecalledShare = 0.05f;
    private const int Quarters = 4, RecalledQuarters = 3;

    private readonly float[] _gains;
    private readonly double[] _changedFor;
    private readonly int _width, _height;
    private float[] _empty;
    private float[]? _kept;
    private Image? _now;
    private double _emptyFor, _otherFor, _recalledFor;
    private float _gain = 1;

    /// <summary>Begins to learn a room.</summary>
    /// <param name="width">Width of the pictures.</param>
    /// <param name="height">Height of the pictures.</param>
    public BackgroundModel(int width, int height)
    {
        (_width, _height, _empty) = (width, height, new float[width * height]);
        _gains = new float[(width / Block) * (height / Block)];
        _changedFor = new double[(width / Block) * (height / Block)];
    }

    /// <summary>Whether the empty room has been seen for long enough.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Takes the next frame.</summary>
    /// <param name="grey">Grey; used until the next call.</param>
    /// <param name="isEmpty">Whether it shows the room and nobody in it, by a camera that stands still.</param>
    /// <param name="seconds">Since the frame before.</param>
    public void Observe(Image grey, bool isEmpty, double seconds)
    {
        ArgumentNullException.ThrowIfNull(grey);
        _now = grey;
        if (IsKnown)
            _gain = Gain();
        _emptyFor = isEmpty ? _emptyFor + seconds : 0;
        if (_emptyFor < SettleSeconds)
            return;
        if (IsKnown && Share() < SameBackground)
        {
            _otherFor += seconds;
            if (_otherFor < RelearnSeconds)
                return;
            (IsKnown, _emptyFor) = (false, SettleSeconds);
        }

        _otherFor = 0;
        if (IsKnown)
            Follow(seconds);
        else
            Learn(0, 0, _width, _height, 0.3f);
        if (_emptyFor >= EmptySeconds)
            (IsKnown, _kept) = (true, null);
    }

    /// <summary>A copy of the empty room; null where it is not known.</summary>
    public BackgroundSnapshot? Copy()
    {
        if (!IsKnown)
            return null;
        var pixels = new byte[_empty.Length];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)Math.Clamp(_empty[i] + 0.5f, 0, 255);
        return new(_width, _height, pixels);
    }

    /// <summary>Offers a room that was known before. It counts only once <see cref="Recall"/> has recognised it.</summary>
    /// <param name="before">The room; one of another size is passed over.</param>
    public void Offer(BackgroundSnapshot before)
    {
        ArgumentNullException.ThrowIfNull(before);
        if (IsKnown || before.Width != _width || before.Height != _height)
            return;
        _kept = new float[_empty.Length];
        for (var i = 0; i < _kept.Length; i++)
            _kept[i] = before.Pixels.Span[i];
        _recalledFor = 0;
    }

    /// <summary>Looks whether the newest frame, of a camera that stands still, shows the room that was offered; people may stand in it.</summary>
    /// <param name="seconds">Since the frame before.</param>
    public void Recall(double seconds)
    {
        if (IsKnown || _kept is null || _now is null)
            return;
        (_empty, _kept, IsKnown) = (_kept, _empty, true);
        _gain = Gain();
        _recalledFor = ShowsRoom() ? _recalledFor + seconds : 0;
        if (_recalledFor >= SettleSeconds)
            _kept = null;
        else
            (_empty, _kept, IsKnown, _gain) = (_kept, _empty, false, 1);
    }

    /// <summary>How a block of the newest frame compares with the empty room's: its sign says the same or other, its size how sure.</summary>
    /// <param name="x">Left edge, pixels.</param>
    /// <param name="y">Top edge, pixels.</param>
    /// <returns>−1 (something else) to 1 (the room); 0 where nothing can be told.</returns>
    public float Compare(int x, int y)
    {
        if (!IsKnown || _now is null || x < 0 || y < 0 || x + Block > _width || y + Block > _height)
            return 0;
        var (e, n, ee, nn, en) = (0f, 0f, 0f, 0f, 0f);
        for (var j = 0; j < Block; j++)
        {
            var now = _now.Row(y + j).Slice(x, Block);
            var empty = _empty.AsSpan((y + j) * _width + x, Block);
            for (var i = 0; i < Block; i++)
                (e, n, ee, nn, en) = (e + empty[i], n + now[i], ee + empty[i] * empty[i], nn + now[i] * now[i], en + empty[i] * now[i]);
        }

        const float Count = Block * Block;
        (e, n) = (e / Count, n / Count);
        var (wasSpread, isSpread) = (MathF.Sqrt(MathF.Max(0, ee / Count - e * e)), MathF.Sqrt(MathF.Max(0, nn / Count - n * n)));
        if (wasSpread < Plain && isSpread < Plain)
            return PlainWeight * Between(MathF.Abs(n - _gain * e), OtherTone, SameTone);
        var alike = (en / Count - e * n) / (MathF.Max(wasSpread, NoiseFloor) * MathF.Max(isSpread, NoiseFloor));
        return Between(alike, OtherPattern, SamePattern);
    }

    /// <summary>Whether a line of the newest frame is the room's own: what lies along it looks as it did when nobody was there.</summary>
    /// <param name="from">One end, pixels.</param>
    /// <param name="to">The other end, pixels.</param>
    /// <returns>False as well where nothing can be told.</returns>
    public bool HadLine(Vector2 from, Vector2 to)
    {
        if (!IsKnown)
            return false;
        var steps = 1 + (int)(Vector2.Distance(from, to) / Block);
        var votes = 0f;
        for (var i = 0; i <= steps; i++)
        {
            var at = Vector2.Lerp(from, to, i / (float)steps) / Block;
            votes += Compare((int)MathF.Floor(at.X) * Block, (int)MathF.Floor(at.Y) * Block);
        }

        return votes > SureLine * (steps + 1);
    }

    private static float Between(float value, float worst, float best) => Math.Clamp(2 * (value - worst) / (best - worst) - 1, -1, 1);

    // Block by block: a screen that fills less than half of the picture must not become the room either.
    private void Follow(double seconds)
    {
        var rate = (float)Math.Min(1, seconds / FollowSeconds);
        for (var (y, block) = (0, 0); y + Block <= _height; y += Block)
        {
            for (var x = 0; x + Block <= _width; x += Block, block++)
            {
                _changedFor[block] = Compare(x, y) < 0 ? _changedFor[block] + seconds : 0;
                if (_changedFor[block] is 0)
                    Learn(x, y, Block, Block, rate);
                else if (_changedFor[block] >= RelearnSeconds)
                    Learn(x, y, Block, Block, 1);
            }
        }
    }

    private void Learn(int left, int top, int width, int height, float rate)
    {
        for (var y = top; y < top + height; y++)
        {
            var row = _now!.Row(y).Slice(left, width);
            var known = _empty.AsSpan(y * _width + left, width);
            for (var x = 0; x < width; x++)
                known[x] += (row[x] - known[x]) * rate;
        }
    }

    private float Share()
    {
        var (same, all) = Tally(above: 0, stackalloc int[Quarters]);
        // A room with nothing in it to know it by is taken for the same.
        return all < 1 ? 1 : same / all;
    }

    // By its patterns alone: plain walls are alike everywhere.
    private bool ShowsRoom()
    {
        Span<int> shown = stackalloc int[Quarters];
        var (same, all) = Tally(PlainWeight, shown);
        var least = RecalledShare * (_width / Block) * (_height / Block) / Quarters;
        var quarters = 0;
        foreach (var count in shown)
            if (count >= least)
                quarters++;
        return quarters >= RecalledQuarters && same > SameBackground * all;
    }

    // The votes for the room and all votes, of those that are stronger; and how many blocks of each quarter show the room.
    private (float Same, float All) Tally(float above, Span<int> shown)
    {
        var (same, all) = (0f, 0f);
        for (var y = 0; y + Block <= _height; y += Block)
        {
            for (var x = 0; x + Block <= _width; x += Block)
            {
                var vote = Compare(x, y);
                if (MathF.Abs(vote) <= above)
                    continue;
                (same, all) = (same + MathF.Max(0, vote), all + MathF.Abs(vote));
                if (vote > 0)
                    shown[(2 * y / _height * 2) + (2 * x / _width)]++;
            }
        }

        return (same, all);
    }

    // The median over the picture: exposure changes everything, a person or an object only a part.
    private float Gain()
    {
        var count = 0;
        for (var y = Block / 2; y < _height; y += Block)
        {
            var row = _now!.Row(y);
            for (var x = Block / 2; x < _width && count < _gains.Length; x += Block)
                _gains[count++] = (row[x] + 8f) / (_empty[y * _width + x] + 8f);
        }

        _gains.AsSpan(0, count).Sort();
        return count == 0 ? 1 : Math.Clamp(_gains[count / 2], 0.3f, 3);
    }
}
