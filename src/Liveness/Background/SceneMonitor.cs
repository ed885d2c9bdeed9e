using System.Numerics;
using AccessKiosk.Liveness.Stream;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Motion;

namespace AccessKiosk.Liveness.Background;

/// <summary>
/// The room without faces, shared by all tracks and fed every frame, also those that show nobody: what it looks like
/// when it is empty, and whether the camera itself moves. Works on a grey picture 320 pixels wide.
/// </summary>
public sealed class SceneMonitor : IDisposable
{
    /// <summary>Width of the picture that the room is kept in.</summary>
    public const int Width = 320;

    private const int FlowWidth = 192;
    private const double MostShake = 0.01;
    private const string Unseen = "The room model has not seen a frame.";
    private const int Cell = 8;
    private const int MaxCells = 600;
    private const float Still = 0.12f;

    private readonly OpticalFlow _flow = new();
    private readonly float[] _x = new float[MaxCells], _y = new float[MaxCells], _spread = new float[MaxCells];
    private Image? _colour, _grey, _small, _smallBefore;
    private BackgroundModel? _background;
    private BackgroundSnapshot? _kept;
    private int _frameWidth, _frameHeight;
    private bool _started, _isFresh;

    /// <summary>Time of the newest frame.</summary>
    public TimeSpan Timestamp { get; private set; }

    /// <summary>Whether the far background could be seen to move or to stand still on the newest frame.</summary>
    public bool SeesFar { get; private set; }

    /// <summary>How far the far background moved since the frame before, in pixels of the frame; zero on a still camera.</summary>
    public Vector2 CameraStep { get; private set; }

    /// <summary>The sum of all camera steps: differences between two times say how far the camera moved in between.</summary>
    public Vector2 CameraPath { get; private set; }

    /// <summary>Running mean of the camera's motion in picture widths a second; a mounted camera has almost none.</summary>
    public double CameraShake { get; private set; }

    /// <summary>The empty room.</summary>
    /// <exception cref="InvalidOperationException">No frame was shown yet.</exception>
    public BackgroundModel Background => _background ?? throw new InvalidOperationException(Unseen);

    /// <summary>Whether the stream is one that a camera makes.</summary>
    public StreamWatch Stream { get; } = new();

    /// <summary>Pixels of the frame to one pixel of <see cref="Grey"/>.</summary>
    public float Scale => _frameWidth / (float)Width;

    /// <summary>The newest frame, grey, <see cref="Width"/> wide.</summary>
    /// <exception cref="InvalidOperationException">No frame was shown yet.</exception>
    public Image Grey => _grey ?? throw new InvalidOperationException(Unseen);

    /// <summary>Takes the next frame.</summary>
    /// <param name="image">BGR.</param>
    /// <param name="timestamp">When it was taken, by the source's clock.</param>
    /// <param name="faces">The faces of the frame, without those that belong to the room.</param>
    public void Observe(Image image, TimeSpan timestamp, ReadOnlySpan<Box> faces)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Width != _frameWidth || image.Height != _frameHeight)
            Resize(image);
        var seconds = _started ? Math.Clamp((timestamp - Timestamp).TotalSeconds, 0, 1) : 0;
        Timestamp = timestamp;
        ImageOps.Resize(image, _colour!);
        ImageOps.ToGrey(_colour!, _grey!);
        Stream.Observe(_grey!, timestamp, faces.Length > 0);
        (_small, _smallBefore) = (_smallBefore, _small);
        ImageOps.Resize(_grey!, _small!);
        Follow(faces, seconds);
        _background!.Observe(_grey!, faces.Length == 0 && CameraShake <= MostShake, seconds);
        if (CameraShake <= MostShake)
            _background.Recall(seconds);
        (_started, _isFresh) = (true, false);
    }

    /// <summary>Pictures were missed: what moved meanwhile is not known, but the empty room is what it was.</summary>
    public void Interrupt()
    {
        (_started, CameraShake) = (false, 0);
        (CameraStep, CameraPath) = (default, default);
        Stream.Reset();
    }

    /// <summary>The view may be another, for instance because the camera was opened again: the room counts once it was recognised or seen empty.</summary>
    public void Reset()
    {
        Interrupt();
        // While the camera is lent it is asked at every frame.
        if (!_isFresh)
            Begin();
    }

    /// <summary>A copy of the room; null while it is not known.</summary>
    public BackgroundSnapshot? CopyBackground() => _background?.Copy();

    /// <summary>Offers the room of an earlier run, to be recognised.</summary>
    public void Offer(BackgroundSnapshot before)
    {
        _kept = before;
        _background?.Offer(before);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _flow.Dispose();
        Release();
    }

    private void Follow(ReadOnlySpan<Box> faces, double seconds)
    {
        (SeesFar, CameraStep) = (false, default);
        if (!_started)
            return;
        _flow.Compute(_smallBefore!, _small!);
        var field = _flow.Field;
        var toFrame = _frameWidth / (float)FlowWidth;
        var count = 0;
        for (var y = Cell; y < _small!.Height - Cell; y += Cell)
        {
            var row = _small.Row(y);
            var below = _small.Row(y + 2);
            for (var x = Cell; x < FlowWidth - Cell && count < MaxCells; x += Cell)
            {
                if (Math.Abs(row[x + 2] - row[x - 2]) < 10 || Math.Abs(below[x] - row[x]) < 6 || IsPerson(faces, x * toFrame, y * toFrame))
                    continue;
                var f = field[y * FlowWidth + x];
                (_x[count], _y[count]) = (f.X, f.Y);
                count++;
            }
        }

        if (count < 8)
            return;
        var (mx, my) = (Median(_x, count), Median(_y, count));
        for (var i = 0; i < count; i++)
            _spread[i] = MathF.Abs(_x[i] - mx) + MathF.Abs(_y[i] - my);
        SeesFar = Median(_spread, count) < 1.5f;
        var step = new Vector2(mx, my);
        CameraStep = step.Length() < Still ? default : step * toFrame;
        CameraPath += CameraStep;
        if (seconds > 0)
        {
            var speed = step.Length() < Still ? 0 : step.Length() / FlowWidth / seconds;
            CameraShake += (speed - CameraShake) * Math.Min(1, seconds / 2);
        }
    }

    private static float Median(float[] values, int count)
    {
        values.AsSpan(0, count).Sort();
        return values[count / 2];
    }

    // A face, its hair and the body below it.
    private static bool IsPerson(ReadOnlySpan<Box> faces, float x, float y)
    {
        foreach (var face in faces)
        {
            var away = MathF.Abs(x - face.Center.X) / face.Width;
            if (y > face.Y - face.Height * 0.8f && away < (y > face.Bottom ? 2.2f : 1.3f))
                return true;
        }

        return false;
    }

    private void Begin()
    {
        _kept = CopyBackground() ?? _kept;
        _background = _grey is null ? null : new(_grey.Width, _grey.Height);
        if (_kept is { } kept)
            _background?.Offer(kept);
        _isFresh = true;
    }

    private void Resize(Image image)
    {
        Release();
        (_frameWidth, _frameHeight) = (image.Width, image.Height);
        var height = Math.Max(32, Width * image.Height / image.Width);
        _colour = Image.Create(Width, height);
        _grey = Image.Create(Width, height, 1);
        _small = Image.Create(FlowWidth, Math.Max(32, FlowWidth * image.Height / image.Width), 1);
        _smallBefore = Image.Create(_small.Width, _small.Height, 1);
        Interrupt();
        Begin();
    }

    private void Release()
    {
        _colour?.Dispose();
        _grey?.Dispose();
        _small?.Dispose();
        _smallBefore?.Dispose();
    }
}
