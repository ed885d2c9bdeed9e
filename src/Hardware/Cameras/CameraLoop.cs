using AccessKiosk.Foundation;
using AccessKiosk.Hardware.Cameras.Monitoring;
using AccessKiosk.Hardware.Timing;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Hardware.Cameras;

/// <summary>
/// Reads a source on a thread of its own and hands out the newest frame. Frames are never queued, so that a slow consumer
/// sees the present. A recording at full speed waits for its consumer instead and drops nothing. A live camera that is
/// lost is opened again, with growing pauses.
/// </summary>
public sealed class CameraLoop : IDisposable
{
    private const int MaxBadFrames = 100;
    private static readonly Backoff Pauses = new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(10));
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    private readonly CameraOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<CameraEvent>? _report;
    private readonly Func<CancellationToken, ICamera> _open;
    private readonly CancellationTokenSource _stop = new();
    private readonly LatestFrame _frames = new();
    private readonly StallWatch _watch;
    private readonly CameraMonitor _monitor;
    private readonly Pause _pause;
    private readonly Thread _thread;
    private bool _stalled;
    private long _sequence;
    private TimeSpan _position;
    private long _started;

    /// <summary>Begins to read the source that the options name.</summary>
    /// <param name="options">Which source, and how.</param>
    /// <param name="time">The clock.</param>
    /// <param name="report">Is told what happens, from other threads; must be quick.</param>
    public CameraLoop(CameraOptions options, TimeProvider time, Action<CameraEvent>? report = null)
        : this(options, time, report, cancellationToken => CameraFactory.Open(options, time, cancellationToken)) { }

    /// <summary>Begins to read a source of the caller's making.</summary>
    /// <param name="options">Speed and timeouts.</param>
    /// <param name="time">The clock.</param>
    /// <param name="report">Is told what happens, from other threads; must be quick.</param>
    /// <param name="open">Opens the source, and again after a loss; the loop closes it.</param>
    public CameraLoop(CameraOptions options, TimeProvider time, Action<CameraEvent>? report, Func<CancellationToken, ICamera> open)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(open);
        if (options.Faults() is { Count: > 0 } faults)
            throw new CameraException(string.Join(Environment.NewLine, faults));
        (_options, _time, _report, _open) = (options, time, report, open);
        _pause = new(time);
        _watch = new(options.StallTimeout, time, Stalled);
        _monitor = new(options.SlowBelow);
        _thread = new Thread(Run) { IsBackground = true, Name = "camera" };
        _thread.Start();
    }

    /// <summary>What is being read; null until it is open.</summary>
    public CameraInfo? Info { get; private set; }

    /// <summary>What is wrong with the frames of a live camera now.</summary>
    public CameraTrouble Trouble { get; private set; }

    /// <summary>Frames that were replaced by newer ones before they were taken.</summary>
    public long Dropped => _frames.Dropped;

    /// <summary>Waits for the newest frame that was not taken yet. It may be used until the next call.</summary>
    /// <returns>Null when a recording is over or the loop was disposed of.</returns>
    /// <exception cref="CameraException">The source could not be opened in the first place.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Frame? Next(CancellationToken cancellationToken) => _frames.Take(cancellationToken);

    /// <summary>Stops reading. A driver that hangs is left behind after two seconds; its thread does not hold up the program's end.</summary>
    public void Dispose()
    {
        if (_stop.IsCancellationRequested)
            return;
        _stop.Cancel();
        _watch.Dispose();
        var stopped = _thread.Join(StopPatience);
        _frames.Dispose();
        if (stopped)
        {
            _pause.Dispose();
            _stop.Dispose();
        }
    }

    private void Run()
    {
        using var first = ThreadShare.First();
        ICamera? camera = null;
        try
        {
            camera = _open(_stop.Token);
            _started = _time.GetTimestamp();
            Report(CameraEventKind.Opened, $"{camera.Info.Description}: {camera.Info.Width}×{camera.Info.Height}, {camera.Info.Backend}");
            while (!Play(camera))
            {
                camera.Dispose();
                camera = null;
                camera = OpenAgain();
                Recovered(camera);
            }
            _frames.Complete(failure: null);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            _frames.Complete(failure: null);
        }
        catch (Exception e) // Whatever it is, the consumer's thread is where it is dealt with.
        {
            _frames.Complete(e);
        }
        finally
        {
            camera?.Dispose();
            _monitor.Dispose();
        }
    }

    // True when a recording is over, false when a camera, or a recording that goes on for ever, is lost.
    private bool Play(ICamera camera)
    {
        Info = camera.Info;
        var paced = !Info.IsLive && _options.Speed == PlaybackSpeed.RealTime;
        var lossless = !Info.IsLive && _options.Speed == PlaybackSpeed.Maximum;
        var endless = Info.IsLive || _options.Loop;
        // A recording's times are its own, the same at every run; a camera's go on where a loss broke them off.
        var (firstNumber, opened) = (_sequence, endless && _sequence > 0 ? Later(_time.GetElapsedTime(_started), _position) : TimeSpan.Zero);
        for (var bad = 0; bad < MaxBadFrames;)
        {
            var read = Read(camera);
            if (read.Kind == CameraReadKind.BadFrame)
            {
                Report(CameraEventKind.BadFrame, $"{Info.Description}: {read.Message}");
                bad++;
                continue;
            }
            if (read.Kind == CameraReadKind.End)
            {
                if (endless)
                    Report(CameraEventKind.Lost, $"{Info.Description}: {read.Message}");
                else
                    Report(CameraEventKind.EndOfFile, $"{Info.Description} is over after {_sequence} pictures.");
                return !endless;
            }
            var frame = _frames.Writing;
            frame.Stamp(firstNumber + frame.Sequence, opened + frame.Timestamp);
            (_sequence, _position, bad) = (frame.Sequence + 1, frame.Timestamp, 0);
            if (Info.IsLive)
                Judge(frame);
            if (paced)
                _pause.For(frame.Timestamp - _time.GetElapsedTime(_started), _stop.Token);
            _frames.Publish(lossless, _stop.Token);
        }
        Report(CameraEventKind.Lost, $"{Info.Description} gave {MaxBadFrames} bad pictures in a row.");
        return !endless;
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private CameraRead Read(ICamera camera)
    {
        _watch.Begin();
        var read = camera.Read(_frames.Writing, _stop.Token);
        // A stall may end in bad pictures first; it is over with the first good one.
        _stalled |= _watch.End();
        if (_stalled && read.Kind == CameraReadKind.Frame)
            Recovered(camera);
        return read;
    }

    private void Recovered(ICamera camera)
    {
        _stalled = false;
        _monitor.Resume();
        Trouble = CameraTrouble.None;
        Report(CameraEventKind.Recovered, $"{camera.Info.Description} gives pictures again.");
    }

    private void Judge(Frame frame)
    {
        var before = Trouble;
        Trouble = _monitor.Observe(frame.Image, frame.Timestamp);
        if (Trouble == before)
            return;
        if (Trouble is CameraTrouble.None)
            Report(CameraEventKind.Cleared, $"{Info?.Description} gives good pictures again.");
        else
            _report?.Invoke(new(CameraEventKind.Troubled, _time.GetUtcNow(), $"{Info?.Description}: {Words(Trouble, _monitor.IsDark)}", Trouble));
    }

    private static string Words(CameraTrouble trouble, bool isDark) => trouble switch
    {
        CameraTrouble.Black => "the pictures are black; take the cap off the lens, or give it light.",
        CameraTrouble.Covered => "the pictures show nothing; clean or free the lens.",
        CameraTrouble.Frozen => "every picture is the same; unplug and plug the camera again.",
        CameraTrouble.Tampered => "it looks elsewhere than before; turn it back, or wait five minutes for it to learn the new view.",
        CameraTrouble.Slow when isDark => "too dark: the camera takes too few pictures in this light; give it more.",
        _ => "too few pictures come; check its cable, its network and the light.",
    };

    private ICamera OpenAgain()
    {
        var said = "";
        for (var failures = 0; ; failures++)
        {
            _pause.For(Pauses.After(failures), _stop.Token);
            try
            {
                return _open(_stop.Token);
            }
            catch (CameraException e)
            {
                if (e.Message != said)
                    Report(CameraEventKind.Lost, said = e.Message);
            }
        }
    }

    private void Stalled() =>
        Report(CameraEventKind.Stalled, $"{Info?.Description} has given no picture for {_options.StallTimeout.TotalSeconds:0.#} s.");

    private void Report(CameraEventKind kind, string message) => _report?.Invoke(new(kind, _time.GetUtcNow(), message));
}
