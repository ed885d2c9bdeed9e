using AccessKiosk.Hardware.Gpio;

namespace AccessKiosk.Hardware.Indicators;

/// <summary>A lamp or buzzer on one output line. A line that fails goes dark: an indicator never stops a door.</summary>
public sealed class Indicator : IDisposable
{
    private readonly Lock _gate = new();
    private readonly GpioOutput _output;
    private readonly ITimer _timer;
    private IndicatorPattern _pattern;
    private int _shown;
    private bool _disposed;

    /// <summary>Takes over the output, which must be at rest.</summary>
    public Indicator(GpioOutput output, TimeProvider time)
    {
        _output = output;
        _timer = time.CreateTimer(_ => Turn(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What went wrong with the line last; null while it works.</summary>
    public GpioException? Failure { get; private set; }

    /// <summary>Shows a pattern from its start; the one that is running already goes on undisturbed.</summary>
    public void Show(in IndicatorPattern pattern)
    {
        lock (_gate)
        {
            if (_disposed || (pattern == _pattern && pattern.Times == 0))
                return;

            (_pattern, _shown) = (pattern, 0);
            Set(active: false);
            if (pattern == IndicatorPattern.Dark)
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            else
                Turn();
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
            _timer.Dispose();
            _output.Dispose();
        }
    }

    private void Turn()
    {
        lock (_gate)
        {
            if (_disposed)
                return;

            var on = !_output.IsActive;
            if (on && _pattern.Times > 0 && ++_shown > _pattern.Times)
                return;

            Set(on);
            _timer.Change(on ? _pattern.On : _pattern.Off, Timeout.InfiniteTimeSpan);
        }
    }

    private void Set(bool active)
    {
        try
        {
            if (_output.IsActive != active)
                _output.Set(active);
            Failure = null;
        }
        catch (GpioException failure)
        {
            Failure = failure;
        }
    }
}
