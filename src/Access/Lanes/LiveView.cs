using AccessKiosk.Access.Lanes.Lending;
using AccessKiosk.Liveness.Challenge;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Imaging.Formats;

namespace AccessKiosk.Access.Lanes;

/// <summary>
/// What the pages see of the camera loop: the newest picture and the newest moment. Costs the loop one copy of the frame
/// at the pages' pace while somebody watches, and a comparison otherwise. Encoding happens on the watcher's thread.
/// </summary>
public sealed class LiveView(TimeProvider time) : IDisposable
{
    // Smooth enough to place one's face by; a quarter of the camera's own rate.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(80);
    private const int JpegQuality = 70;

    // Finer steps would wake the pages for nothing.
    private const int ProgressSteps = 20;

    private readonly Lock _gate = new();
    private readonly Lock _changeGate = new();
    private readonly Frame _copy = new();
    private ScreenMoment _moment = ScreenMoment.Start;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _pictures;
    private long _copiedAt = long.MinValue;
    private int _watchers;
    private byte[] _jpeg = [];
    private long _jpegOf;

    /// <summary>The newest moment.</summary>
    public ScreenMoment Moment => Volatile.Read(ref _moment);

    /// <summary>How many pages watch the picture.</summary>
    public int Watchers => Volatile.Read(ref _watchers);

    /// <summary>How many pictures were taken for pages.</summary>
    public long Pictures => Interlocked.Read(ref _pictures);

    /// <summary>Completes at the next change of <see cref="Moment"/> or of the picture.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    /// <summary>Begins to watch the picture; ends when the result is disposed of.</summary>
    public IDisposable Watch()
    {
        Interlocked.Increment(ref _watchers);
        return new Watcher(this);
    }

    /// <summary>Waits for a picture that is newer than this call; watches for no longer.</summary>
    /// <param name="patience">How long a camera without a fault may take.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when the camera gives none.</returns>
    public async Task<bool> NextAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var watching = Watch();
        using var timer = new CancellationTokenSource(patience, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        var before = Pictures;
        try
        {
            while (true)
            {
                var changed = Changed;
                if (Pictures != before)
                    return true;
                if (Moment.CameraFault is not null)
                    return false;
                await changed.WaitAsync(limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Takes a frame and what came of it; called by the camera loop.</summary>
    public void Show(Frame frame, ReadOnlySpan<TrackedFace> faces, in FrameOutcome outcome)
    {
        Copy(frame);
        Box? face = faces.IsEmpty ? null : Largest(faces);
        var (width, height) = (frame.Image.Width, frame.Image.Height);
        var now = _moment;
        var progress = new LookProgress(Coarse(outcome.Progress.Done), outcome.Progress.Left is { } left ? Coarse(left) : null);
        // A face that moves does not wake a page: it comes with the picture.
        if (now.Advice == outcome.Advice && now.Challenge == outcome.Challenge && now.Progress == progress && now.Face is null == face is null && !now.IsLent
            && now.CameraFault is null && now.FrameWidth == width && !IsStale(now, face))
            return;
        Remember(outcome.Advice, outcome.Challenge, progress, face, width, height);
    }

    /// <summary>Takes a frame that a guest of the camera got, and what the guest asks of the person.</summary>
    public void ShowLent(Frame frame, CameraGuide? guide)
    {
        Copy(frame);
        if (!_moment.IsLent || _moment.Guide != guide)
            Change(m => m with { IsLent = true, Guide = guide, Advice = Advice.None, Face = null, Challenge = null, Progress = default, CameraFault = null, FrameWidth = frame.Image.Width, FrameHeight = frame.Image.Height });
    }

    /// <summary>Tells how a decision came out.</summary>
    public void Tell(ScreenResult result, PersonId? person) =>
        Change(m => m with { Result = result, ResultAt = time.GetUtcNow(), Person = result is ScreenResult.Granted ? person : null });

    /// <summary>Tells that there is no picture.</summary>
    public void Lose(string reason) =>
        Change(m => m with { CameraFault = reason, Face = null, Advice = Advice.None, Challenge = null, Progress = default });

    /// <summary>The newest picture as JPEG; null when it is not newer than <paramref name="after"/>, or there is none.</summary>
    public byte[]? Picture(ref long after)
    {
        lock (_gate)
        {
            if (_pictures == after || !_copy.HasImage)
                return null;
            // Several pages share one encoding.
            if (_jpegOf != _pictures)
                (_jpeg, _jpegOf) = (ImageFile.Encode(_copy.Image, ImageFormat.Jpeg, JpegQuality), _pictures);
            after = _pictures;
            return _jpeg;
        }
    }

    /// <summary>The newest picture as JPEG, made smaller where it is wider than <paramref name="width"/> pixels; null when there is none.</summary>
    public byte[]? SmallPicture(int width)
    {
        lock (_gate)
        {
            if (!_copy.HasImage)
                return null;
            var image = _copy.Image;
            if (image.Width <= width)
                return ImageFile.Encode(image, ImageFormat.Jpeg, JpegQuality);
            using var small = Image.Create(width, Math.Max(1, image.Height * width / image.Width));
            ImageOps.Resize(image, small);
            return ImageFile.Encode(small, ImageFormat.Jpeg, JpegQuality);
        }
    }

    /// <summary>Measures the face in the newest picture; null when there is none in it.</summary>
    public (RegionMeasures Measures, Box Face, int Width, int Height)? Measure()
    {
        lock (_gate)
        {
            if (!_copy.HasImage || Moment.Face is not { } face)
                return null;
            var image = _copy.Image;
            return face.Intersect(new(0, 0, image.Width, image.Height)).Area > 0 ? (ImageOps.Measure(image, face), face, image.Width, image.Height) : null;
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _copy.Dispose();
        Volatile.Read(ref _changed).TrySetCanceled();
    }

    // Apart from Show, whose every call would otherwise allocate what the lambda holds.
    private void Remember(Advice advice, ChallengeProgress? challenge, LookProgress progress, Box? face, int width, int height)
    {
        var now = time.GetUtcNow();
        Change(m => m with
        {
            Advice = advice, Challenge = challenge, Progress = progress, Face = face, FrameWidth = width, FrameHeight = height, CameraFault = null, IsLent = false, Guide = null,
            SeenAt = face is null ? m.SeenAt : now,
        });
    }

    private static float Coarse(float share) => MathF.Floor(share * ProgressSteps + 1e-3f) / ProgressSteps;

    private bool IsStale(ScreenMoment now, Box? face) => face is not null && time.GetUtcNow() - now.SeenAt > TimeSpan.FromSeconds(1);

    private static Box Largest(ReadOnlySpan<TrackedFace> faces)
    {
        var largest = faces[0].Face.Box;
        foreach (ref readonly var face in faces)
            if (face.Face.Box.Width > largest.Width)
                largest = face.Face.Box;
        return largest;
    }

    private void Copy(Frame frame)
    {
        if (_watchers == 0)
            return;
        var now = time.GetTimestamp();
        if (_copiedAt != long.MinValue && time.GetElapsedTime(_copiedAt, now) < Pace)
            return;
        // A page that is encoding just now keeps its picture; the loop never waits for it.
        if (!_gate.TryEnter())
            return;
        try
        {
            var image = frame.Image;
            image.CopyTo(_copy.Prepare(image.Width, image.Height));
            _pictures++;
            _copiedAt = now;
        }
        finally
        {
            _gate.Exit();
        }

        Wake();
    }

    private void Change(Func<ScreenMoment, ScreenMoment> change)
    {
        // The camera's events come from threads of their own.
        lock (_changeGate)
        {
            var now = _moment;
            Volatile.Write(ref _moment, change(now) with { Version = now.Version + 1 });
        }

        Wake();
    }

    private void Wake() =>
        Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    private sealed class Watcher(LiveView view) : IDisposable
    {
        private int _done;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _done, 1) == 0)
                Interlocked.Decrement(ref view._watchers);
        }
    }
}
