using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Hardware.Cameras.Monitoring;

/// <summary>What is wrong with a camera that still delivers frames.</summary>
public enum CameraTrouble
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The frames are black: the lens is capped, or there is no light.</summary>
    Black,

    /// <summary>The frames show nothing: a hand, paint or paper covers the lens.</summary>
    Covered,

    /// <summary>The stream stopped while the picture was changing: every frame is the last one, to the last bit.</summary>
    Frozen,

    /// <summary>The view differs entirely from the learned scene: the camera was turned or moved.</summary>
    Tampered,

    /// <summary>Too few frames arrive.</summary>
    Slow,
}

/// <summary>
/// Checks a camera by its frames, on a grey copy of 64 × 48 pixels. A trouble counts once it has lasted 1.5 s, and ends
/// after 0.5 s without it. Allocates nothing per frame. Used by one thread.
/// </summary>
/// <param name="slowBelow">The lowest frame rate that is not called slow, in frames per second; 0 disables the check.</param>
public sealed class CameraMonitor(double slowBelow) : IDisposable
{
    /// <summary>How long a trouble must last to count.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    private const int Kinds = 6;
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Relearn = TimeSpan.FromMinutes(5);

    private readonly Thumbnail _thumbnail = new();
    private readonly FrozenFrameDetector _frozen = new();
    private readonly SceneChangeDetector _scene = new();
    private readonly TimeSpan?[] _since = new TimeSpan?[Kinds];
    private readonly TimeSpan[] _ring = new TimeSpan[Math.Max(1, (int)Math.Ceiling(slowBelow * Patience.TotalSeconds))];
    private long _frames;
    private TimeSpan _seen, _began;

    /// <summary>What is wrong now.</summary>
    public CameraTrouble Trouble { get; private set; }

    /// <summary>Whether the last frame was taken in poor light.</summary>
    public bool IsDark => _thumbnail.IsDark;

    /// <summary>Takes the next frame.</summary>
    /// <param name="image">BGR or grey.</param>
    /// <param name="timestamp">When it was taken, by the source's clock.</param>
    /// <returns>What is wrong now.</returns>
    public CameraTrouble Observe(Image image, TimeSpan timestamp)
    {
        ArgumentNullException.ThrowIfNull(image);
        _thumbnail.Take(image);
        var black = _thumbnail.IsBlack;
        var covered = !black && _thumbnail.IsBlank;
        Note(CameraTrouble.Black, black, timestamp);
        Note(CameraTrouble.Covered, covered, timestamp);
        Note(CameraTrouble.Frozen, _frozen.IsFrozen(image), timestamp);
        // An empty view does not tell where the camera points.
        Note(CameraTrouble.Tampered, !black && !covered && _scene.IsElsewhere(_thumbnail.Grey, timestamp), timestamp);
        Note(CameraTrouble.Slow, IsSlow(timestamp), timestamp);
        Decide(timestamp);
        return Trouble;
    }

    /// <summary>A stall or a loss is over: new frames are judged from scratch, against the same learned scene.</summary>
    public void Resume()
    {
        Array.Clear(_since);
        _frames = 0;
        Trouble = CameraTrouble.None;
        _frozen.Forget();
    }

    /// <inheritdoc/>
    public void Dispose() => _thumbnail.Dispose();

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
        var oldest = _ring[_frames % _ring.Length];
        _ring[_frames % _ring.Length] = now;
        return ++_frames > _ring.Length && (now - oldest).TotalSeconds > _ring.Length / slowBelow;
    }

    private void Decide(TimeSpan now)
    {
        var found = CameraTrouble.None;
        for (var kind = CameraTrouble.Black; kind <= CameraTrouble.Slow && found is CameraTrouble.None; kind++)
        {
            // The ring of the slow check covers the waiting time already.
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

        // The camera was moved for good: staff were told, and the new scene is learned.
        if (Trouble is CameraTrouble.Tampered && now - _began > Relearn)
            _scene.Forget();
    }
}
