using AccessKiosk.Hardware.Gpio;

namespace AccessKiosk.Hardware.Indicators;

/// <summary>
/// The lamp that lights the face of whoever stands before a camera: switched on when the face is dark, off when nobody has
/// stood there for a while. Switching it changes every picture, so that nothing may be compared across it. A line that fails
/// goes dark and stops nothing. Thread-safe.
/// </summary>
public sealed class FaceLight : IDisposable
{
    // One dark picture may be a passing shadow.
    private const int DarkFrames = 3;

    // Nobody reads with a light that goes out whenever they look away.
    private static readonly TimeSpan Lingers = TimeSpan.FromSeconds(5);

    // A camera's exposure follows within about ten pictures.
    private static readonly TimeSpan Settles = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly Indicator _lamp;
    private readonly float _below;
    private TimeSpan _seen;
    private TimeSpan? _switched;
    private int _dark;
    private bool _isOn;

    /// <summary>Takes the line; the lamp is off.</summary>
    /// <param name="line">The output, as in <c>Gpio:Lines</c>.</param>
    /// <param name="below">A face with a lower mean grey level, 0 to 255, is dark.</param>
    /// <param name="gpio">The lines.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="GpioException">The line cannot be had.</exception>
    public FaceLight(string line, float below, GpioDriver gpio, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(gpio);
        (_lamp, _below) = (new(gpio.RequestOutput(line), time), below);
    }

    /// <summary>What went wrong with the line last; null while it works.</summary>
    public GpioException? Failure => _lamp.Failure;

    /// <summary>Takes what a picture showed.</summary>
    /// <param name="isSomebody">Whether somebody stands there.</param>
    /// <param name="brightness">The mean grey level of the face, 0 to 255; null where none was measured.</param>
    /// <param name="now">The picture's time.</param>
    public void Observe(bool isSomebody, float? brightness, TimeSpan now)
    {
        lock (_gate)
        {
            if (isSomebody)
                _seen = now;
            if (brightness is { } level)
                _dark = level < _below ? _dark + 1 : 0;
            if (!_isOn && _dark >= DarkFrames)
                Switch(isOn: true, now);
            else if (_isOn && now - _seen > Lingers)
                Switch(isOn: false, now);
        }
    }

    /// <summary>Whether the light changed so recently that the pictures still do.</summary>
    public bool IsSettling(TimeSpan now)
    {
        lock (_gate)
            return _switched is { } at && now - at < Settles;
    }

    /// <summary>Switches it off, because nothing is seen any more.</summary>
    public void Rest()
    {
        lock (_gate)
        {
            Switch(isOn: false, default);
            _switched = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lamp.Dispose();

    private void Switch(bool isOn, TimeSpan now)
    {
        (_isOn, _dark, _switched, _seen) = (isOn, 0, now, now);
        _lamp.Show(isOn ? IndicatorPattern.Steady : IndicatorPattern.Dark);
    }
}
