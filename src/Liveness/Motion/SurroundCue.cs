using System.Numerics;
using AccessKiosk.Liveness.Background;
using AccessKiosk.Liveness.Cues;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Liveness.Motion;

/// <summary>
/// Does what lies around the face move with it, as a hand-held picture carries its own background, or stay with the
/// room? Each textured block beside and above the head is compared under both hypotheses whenever the face has moved
/// (cf. Anjos, Chakka and Marcel 2014: motion correlation of face and background). A face that keeps still tells nothing.
/// </summary>
internal sealed class SurroundCue : IDisposable
{
    private const int Side = 176;
    private const float Grow = 3.6f;
    private const int Block = 8;
    private const float MinShift = 2.2f;
    private const float EnoughShift = 7;
    private const double KeySeconds = 1.2;
    private const float NoisePerPixel = 2.5f;

    private readonly Image _colour = Image.Create(Side, Side);
    private readonly Image _now = Image.Create(Side, Side, 1);
    private readonly Image _key = Image.Create(Side, Side, 1);
    private Matrix3x2 _keyMap;
    private TimeSpan _keyTime;
    private FivePoints _keyPoints;
    private Vector2 _keyCamera;
    private bool _hasKey;
    private float _with, _against, _bestShift, _bestWith, _bestAgainst;

    /// <summary>Blocks' worth of surround seen to move with the face.</summary>
    public float With => _with + _bestWith;

    /// <summary>Blocks' worth of surround seen to stay with the room.</summary>
    public float Against => _against + _bestAgainst;

    /// <summary>Adds a frame.</summary>
    public void Add(FaceObservation face, SceneMonitor scene)
    {
        if (!_hasKey || face.Timestamp < _keyTime || (face.Timestamp - _keyTime).TotalSeconds > KeySeconds || _bestShift > EnoughShift)
        {
            SetKey(face, scene);
            return;
        }

        var camera = scene.CameraPath - _keyCamera;
        // In the crop of the key frame, with the camera's own motion taken away.
        var still = Matrix3x2.CreateTranslation(-camera) * _keyMap;
        if (!Matrix3x2.Invert(_keyMap, out var fromCrop))
            return;
        var moved = fromCrop * Similarity.Estimate(_keyPoints, face.Points) * still;
        var centre = new Vector2(Side / 2f, Side / 2f);
        var shift = (Vector2.Transform(centre, moved) - centre).Length();
        if (shift < MinShift || shift <= _bestShift || shift > Side / 4f)
            return;
        ImageOps.Warp(face.Image, _colour, still, Border.Black);
        ImageOps.ToGrey(_colour, _now);
        if (!Matrix3x2.Invert(still, out var fromNow))
            return;
        Compare(moved, shift, new(fromCrop, face.Image.Width, face.Image.Height), new(fromNow, face.Image.Width, face.Image.Height));
    }

    /// <summary>What the track's surround says so far: −1 moves with the face, 1 stays with the room.</summary>
    public CueReading Read()
    {
        var seen = With + Against;
        return seen < 2 ? CueReading.CannotTell : new((Against - With) / seen, MathF.Min(1, seen / 25));
    }

    /// <summary>Forgets the track.</summary>
    public void Reset()
    {
        _hasKey = false;
        (_with, _against, _bestShift, _bestWith, _bestAgainst) = (0, 0, 0, 0, 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _colour.Dispose();
        _now.Dispose();
        _key.Dispose();
    }

    private void SetKey(FaceObservation face, SceneMonitor scene)
    {
        (_with, _against) = (With, Against);
        (_bestShift, _bestWith, _bestAgainst) = (0, 0, 0);
        var square = face.Box.Square(Grow);
        _keyMap = Matrix3x2.CreateTranslation(-square.X, -square.Y) * Matrix3x2.CreateScale(Side / square.Width);
        ImageOps.Warp(face.Image, _colour, _keyMap, Border.Black);
        ImageOps.ToGrey(_colour, _key);
        (_keyTime, _keyPoints, _keyCamera, _hasKey) = (face.Timestamp, face.Points, scene.CameraPath, true);
    }

    private void Compare(in Matrix3x2 moved, float shift, in Crop then, in Crop now)
    {
        var (with, against) = (0f, 0f);
        for (var y = Block; y < Side - 2 * Block; y += Block)
        {
            for (var x = Block; x < Side - 2 * Block; x += Block)
            {
                // Nothing is told by what the picture's edge cuts off: it would be black then and now.
                if (!IsSurround(x + Block / 2f, y + Block / 2f) || !then.Shows(x, y) || !now.Shows(x, y))
                    continue;
                var stays = Difference(x, y, 0, 0, now);
                var to = Vector2.Transform(new(x + Block / 2f, y + Block / 2f), moved) - new Vector2(x + Block / 2f, y + Block / 2f);
                var moves = float.MaxValue;
                // The five points jitter by a pixel or so.
                for (var dy = -1; dy <= 1; dy++)
                    for (var dx = -1; dx <= 1; dx++)
                        moves = MathF.Min(moves, Difference(x, y, (int)MathF.Round(to.X) + dx, (int)MathF.Round(to.Y) + dy, now));
                if (moves == float.MaxValue)
                    continue;
                var noise = NoisePerPixel;
                // Says which of two hypotheses fits, and nothing where neither or both do.
                var vote = (stays - moves) / (MathF.Min(stays, moves) + noise);
                if (vote > 1)
                    with += MathF.Min(1, (vote - 1) / 2);
                else if (vote < -1)
                    against += MathF.Min(1, (-vote - 1) / 2);
            }
        }

        (_bestShift, _bestWith, _bestAgainst) = (shift, with, against);
    }

    // Beside and above the head; hair and shoulders move with a live head and are left out.
    private static bool IsSurround(float x, float y)
    {
        var u = (x / Side * 2 - 1) * Grow;
        var v = (y / Side * 2 - 1) * Grow;
        var besides = MathF.Abs(u) > 1.45f && v < 0.7f;
        return besides || v < -1.9f;
    }

    private float Difference(int x, int y, int dx, int dy, in Crop crop)
    {
        if (x + dx < 0 || y + dy < 0 || x + dx + Block > Side || y + dy + Block > Side || !crop.Shows(x + dx, y + dy))
            return float.MaxValue;
        var sum = 0;
        for (var j = 0; j < Block; j++)
        {
            var key = _key.Row(y + j).Slice(x, Block);
            var now = _now.Row(y + j + dy).Slice(x + dx, Block);
            for (var i = 0; i < Block; i++)
                sum += Math.Abs(key[i] - now[i]);
        }

        return sum / (float)(Block * Block);
    }

    // How a crop lies in its frame.
    private readonly record struct Crop(Matrix3x2 ToFrame, int Width, int Height)
    {
        // Whether the frame has the whole of a block.
        public bool Shows(int x, int y)
        {
            var (low, high) = (Vector2.Transform(new(x, y), ToFrame), Vector2.Transform(new(x + Block, y + Block), ToFrame));
            return low.X >= 0 && low.Y >= 0 && high.X <= Width - 1 && high.Y <= Height - 1;
        }
    }
}
