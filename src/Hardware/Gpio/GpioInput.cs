namespace AccessKiosk.Hardware.Gpio;

/// <summary>An input line with one owner, debounced: a level counts once it has stayed for the debounce time.</summary>
public abstract class GpioInput : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeSpan _debounce;
    private readonly ITimer _timer;
    private Action<GpioEdge>? _changed;
    private Action<GpioException>? _failed;
    private Action? _recovered;
    private GpioException? _failure;
    private bool _raw;
    private bool _settled;
    private bool _disposed;

    /// <summary>Called by drivers with the level read when the line was taken.</summary>
    protected GpioInput(string name, TimeSpan debounce, bool level, TimeProvider time)
    {
        Name = name;
        _debounce = debounce;
        _raw = _settled = level;
        _timer = time.CreateTimer(_ => Settle(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The line's name in the configuration.</summary>
    public string Name { get; }

    /// <summary>The settled logical level.</summary>
    public bool IsActive
    {
        get
        {
            lock (_gate)
                return _settled;
        }
    }

    /// <summary>
    /// Calls back with the present level at once, then at each settled change; once when the line is lost, and once, after
    /// its level, when it is there again. Calls come one at a time; they must be short and must not throw.
    /// </summary>
    public void Watch(Action<GpioEdge> changed, Action<GpioException> failed, Action? recovered = null)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            (_changed, _failed, _recovered) = (changed, failed, recovered);
            changed(new(Name, _settled));
            if (_failure is not null)
                failed(_failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;

            _disposed = true;
            (_changed, _failed, _recovered) = (null, null, null);
            _timer.Dispose();
        }

        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>A driver reports the level after an edge.</summary>
    protected void OnLevel(bool active)
    {
        lock (_gate)
        {
            if (_disposed || active == _raw)
                return;

            _raw = active;
            if (_debounce > TimeSpan.Zero)
                _timer.Change(_debounce, Timeout.InfiniteTimeSpan);
            else
                Settle();
        }
    }

    /// <summary>A driver reports that the line is lost.</summary>
    protected void OnFailure(GpioException failure)
    {
        lock (_gate)
        {
            if (_disposed || _failure is not null)
                return;

            _failure = failure;
            _failed?.Invoke(failure);
        }
    }

    /// <summary>A driver reports that the line that was lost is there again, and its level.</summary>
    protected void OnRecovery(bool active)
    {
        lock (_gate)
        {
            if (_disposed || _failure is null)
                return;

            _failure = null;
            _raw = active;
            // Nobody saw what happened meanwhile: where the line is counts before the line does.
            Settle();
            _recovered?.Invoke();
        }
    }

    /// <summary>Gives the line back to the system; no level may be reported afterwards.</summary>
    protected abstract void Release();

    private void Settle()
    {
        lock (_gate)
        {
            if (_disposed || _settled == _raw)
                return;

            _settled = _raw;
            _changed?.Invoke(new(Name, _settled));
        }
    }
}
