using System.Globalization;

namespace AccessKiosk.Hardware.Watchdogs;

/// <summary>
/// Tells systemd and the relay guard that the kiosk is well: a heartbeat goes out only while every stage makes progress
/// and the clock's thread runs (give it the doors' clock: then the thread that locks them is the one that beats).
/// Without systemd or guard (a terminal, a test) it does nothing.
/// </summary>
/// <remarks>
/// systemd's part is sd_notify(3): READY=1, WATCHDOG=1, STOPPING=1, STATUS=. The guard listens to the same words on the
/// socket that <see cref="GuardVariable"/> names, and locks the doors when they stop.
/// </remarks>
public sealed class ServiceWatch : IDisposable
{
    /// <summary>The environment variable that names the relay guard's socket.</summary>
    public const string GuardVariable = "ACCESSKIOSK_GUARD_SOCKET";

    private static readonly TimeSpan LongestBeat = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Action<string>? _report;
    private readonly NotifySocket[] _listeners;
    private readonly TimeSpan _beat;
    private readonly List<ProgressStage> _stages = [];
    private ITimer? _timer;
    private string? _fault;
    private bool _disposed;

    private ServiceWatch(NotifySocket[] listeners, TimeSpan beat, TimeProvider time, Action<string>? report) =>
        (_listeners, _beat, _time, _report) = (listeners, beat, time, report);

    /// <summary>Reads what systemd put into the environment: <c>NOTIFY_SOCKET</c>, <c>WATCHDOG_USEC</c>, and the guard's socket.</summary>
    /// <param name="time">The clock; its timers send the heartbeat.</param>
    /// <param name="report">Is told once when a stage hangs, and when it goes on; must be quick.</param>
    /// <param name="variable">Reads an environment variable; null for the process's own.</param>
    public static ServiceWatch FromEnvironment(TimeProvider time, Action<string>? report = null, Func<string, string?>? variable = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        variable ??= Environment.GetEnvironmentVariable;
        NotifySocket[] listeners =
        [
            .. new[] { variable("NOTIFY_SOCKET"), variable(GuardVariable) }
                .Where(path => path is { Length: > 1 } && path[0] is '/' or '@').Select(path => new NotifySocket(path!)),
        ];
        return new(listeners, Beat(variable("WATCHDOG_USEC")), time, report);
    }

    /// <summary>Adds a stage: from now on it must make progress.</summary>
    /// <param name="name">What is said of it when it hangs.</param>
    /// <param name="workLimit">How long one piece of work may take.</param>
    /// <param name="gapLimit">How long it may go without work unless it rests.</param>
    public ProgressStage Stage(string name, TimeSpan workLimit, TimeSpan gapLimit)
    {
        var stage = new ProgressStage(name, workLimit, gapLimit, _time);
        lock (_gate)
            _stages.Add(stage);
        return stage;
    }

    /// <summary>The kiosk works: the heartbeat begins.</summary>
    public void Ready()
    {
        lock (_gate)
        {
            if (_disposed || _listeners.Length == 0 || _timer is not null)
                return;
            Tell("READY=1\nWATCHDOG=1");
            _timer = _time.CreateTimer(static watch => ((ServiceWatch)watch!).Check(), this, _beat, _beat);
        }
    }

    /// <summary>A line for <c>systemctl status</c>.</summary>
    public void Status(string text) => Tell($"STATUS={text.ReplaceLineEndings(" ")}");

    /// <summary>The kiosk ends by itself.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            _timer?.Dispose();
            Tell("STOPPING=1");
            foreach (var listener in _listeners)
                listener.Dispose();
        }
    }

    private void Check()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            var fault = _stages.Select(stage => stage.Fault()).FirstOrDefault(found => found is not null);
            if (fault is null)
                Tell("WATCHDOG=1");
            if (fault is null != _fault is null)
            {
                var message = fault is null ? "every stage makes progress again" : $"{fault}: the heartbeat stops until it goes on";
                Tell($"STATUS={message}");
                _report?.Invoke(message);
            }

            _fault = fault;
        }
    }

    private void Tell(string words)
    {
        foreach (var listener in _listeners)
            listener.Send(words);
    }

    // A third of what systemd allows, so that one late beat kills nothing; the guard expects one a second.
    private static TimeSpan Beat(string? microseconds) =>
        long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0 && limit / 3 < (long)LongestBeat.TotalMicroseconds
            ? TimeSpan.FromMicroseconds(Math.Max(1000, limit / 3))
            : LongestBeat;
}
