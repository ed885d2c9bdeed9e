using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Hardware.Cameras;

/// <summary>What is wrong with a camera that still gives pictures.</summary>
public enum CameraTrouble
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The pictures are black: the lens is capped, or there is no light.</summary>
    Black,

    /// <summary>The pictures show nothing: a hand, paint or paper on the lens.</summary>
    Covered,

    /// <summary>Every picture is the same to the last bit, which no sensor gives.</summary>
    Frozen,

    /// <summary>The whole view is another one than the room that was learned: the camera was turned or moved.</summary>
    Tampered,

    /// <summary>Too few pictures come.</summary>
    Slow,
}

/// <summary>
/// Judges a camera by its pictures, on a grey copy of 64 × 48 pixels. A trouble counts when it has lasted for a second and
/// a half, and is over when half a second went without it. Allocates nothing per picture. Used by one thread.
/// </summary>
/// <param name="slowBelow">Fewer pictures a second than this are too few; 0 never calls a camera slow.</param>
public sealed class CameraWatch(double slowBelow) : IDisposable
{
    /// <summary>How long a trouble must last to count.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    private const int Kinds = 6;
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Relearn = TimeSpan.FromMinutes(5);

    private readonly SmallPicture _small = new();
    private readonly SamePicture _same = new();
    private readonly KnownRoom _room = new();
    private readonly TimeSpan?[] _since = new TimeSpan?[Kinds];
    private readonly TimeSpan[] _ring = new TimeSpan[Math.Max(1, (int)Math.Ceiling(slowBelow * Patience.TotalSeconds))];
    private long _pictures;
    private TimeSpan _seen, _began;

    /// <summary>What is wrong now.</summary>
    public CameraTrouble Trouble { get; private set; }

    /// <summary>Takes the next picture.</summary>
    /// <param name="image">BGR or grey.</param>
    /// <param name="timestamp">When it was taken, by the source's clock.</param>
    /// <returns>What is wrong now.</returns>
    public CameraTrouble Observe(Image image, TimeSpan timestamp)
    {
        ArgumentNullException.ThrowIfNull(image);
        _small.Take(image);
        var black = _small.IsBlack;
        var covered = !black && _small.IsBlank;
        Note(CameraTrouble.Black, black, timestamp);
        Note(CameraTrouble.Covered, covered, timestamp);
        Note(CameraTrouble.Frozen, _same.IsSame(image), timestamp);
        // A view without anything in it says nothing of where the camera looks.
        Note(CameraTrouble.Tampered, !black && !covered && _room.IsElsewhere(_small.Grey, timestamp), timestamp);
        Note(CameraTrouble.Slow, IsSlow(timestamp), timestamp);
        Decide(timestamp);
        return Trouble;
    }

    /// <summary>A stall or a loss is over: what comes now is judged afresh, against the same room.</summary>
    public void Resume()
    {
        Array.Clear(_since);
        _pictures = 0;
        Trouble = CameraTrouble.None;
        _same.Forget();
    }

    /// <inheritdoc/>
    public void Dispose() => _small.Dispose();

    private void Note(CameraTrouble trouble, bool holds, TimeSpan now)
    {
        ref var since = ref _since[(int)trouble];
        if (!holds)
            since = null;
        else
            since ??= now;
    }

    private bool IsSlow(TimeSpan now)
    {
        if (slowBelow <= 0)
            return false;
        var oldest = _ring[_pictures % _ring.Length];
        _ring[_pictures % _ring.Length] = now;
        return ++_pictures > _ring.Length && now - oldest > Patience;
    }

    private void Decide(TimeSpan now)
    {
        var found = CameraTrouble.None;
        for (var kind = CameraTrouble.Black; kind <= CameraTrouble.Slow && found is CameraTrouble.None; kind++)
        {
            // The ring of the slow has waited already.
            if (_since[(int)kind] is { } since && (now - since >= Patience || kind is CameraTrouble.Slow))
                found = kind;
        }

        if (found is not CameraTrouble.None)
        {
            if (Trouble is CameraTrouble.None)
                _began = now;
            (Trouble, _seen) = (found, now);
        }
        else if (_since[(int)Trouble] is not null)
        {
            _seen = now;
        }
        else if (now - _seen >= Calm)
        {
            Trouble = CameraTrouble.None;
        }

        // A camera that was hung elsewhere for good: staff were told, and the new room is learned.
        if (Trouble is CameraTrouble.Tampered && now - _began > Relearn)
            _room.Forget();
    }
}
