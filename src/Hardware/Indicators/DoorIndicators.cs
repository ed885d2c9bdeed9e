using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio;

namespace AccessKiosk.Hardware.Indicators;

/// <summary>
/// Shows a door's state on lamps and a buzzer. Green: unlocked. Red steady: out of use; red blinking: alarm. Buzzer: one
/// beep for a grant, two for a denial, short beeps while the door should be closed, continuous in an alarm. Duress is never shown.
/// </summary>
public sealed class DoorIndicators : IDoorIndicators, IDisposable
{
    private static readonly IndicatorPattern Alarm = IndicatorPattern.Blink(TimeSpan.FromMilliseconds(250));
    private static readonly IndicatorPattern Beep = IndicatorPattern.Once(TimeSpan.FromMilliseconds(150));
    private static readonly IndicatorPattern Warning = new(TimeSpan.FromMilliseconds(150), TimeSpan.FromMilliseconds(850), 0);
    private static readonly IndicatorPattern Denied = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100), 2);
    private readonly Indicator? _green;
    private readonly Indicator? _red;
    private readonly Indicator? _buzzer;
    private volatile bool _sounding;

    /// <summary>Takes the lines that are named.</summary>
    /// <exception cref="GpioException">A line cannot be had; none is kept.</exception>
    public DoorIndicators(DoorIndicatorOptions options, GpioDriver gpio, TimeProvider time)
    {
        try
        {
            _green = Take(options.Green, gpio, time);
            _red = Take(options.Red, gpio, time);
            _buzzer = Take(options.Buzzer, gpio, time);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Show(DoorEvent happened)
    {
        var alarm = happened.Leaf is DoorLeaf.Forced or DoorLeaf.HeldAlarm || happened.Mode is DoorMode.Tampered;
        var open = happened.Mode is DoorMode.Unlocked or DoorMode.HoldOpen or DoorMode.Emergency;
        _green?.Show(open ? IndicatorPattern.Steady : IndicatorPattern.Dark);
        _red?.Show(alarm ? Alarm : Barred(happened.Mode) ? IndicatorPattern.Steady : IndicatorPattern.Dark);
        var sounded = _sounding;
        _sounding = alarm || happened.Leaf is DoorLeaf.HeldWarning;
        if (alarm)
            _buzzer?.Show(IndicatorPattern.Steady);
        else if (happened.Leaf is DoorLeaf.HeldWarning)
            _buzzer?.Show(Warning);
        else if (happened.Actions.HasFlag(DoorActions.Unlock) && happened.Mode is DoorMode.Unlocked)
            _buzzer?.Show(Beep);
        else if (sounded)
            _buzzer?.Show(IndicatorPattern.Dark);
    }

    /// <inheritdoc/>
    public void ShowDenied()
    {
        if (!_sounding)
            _buzzer?.Show(Denied);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _green?.Dispose();
        _red?.Dispose();
        _buzzer?.Dispose();
    }

    private static bool Barred(DoorMode mode) => mode is DoorMode.Lockdown or DoorMode.Fault or DoorMode.Interlocked or DoorMode.Impaired;

    private static Indicator? Take(string name, GpioDriver gpio, TimeProvider time) =>
        name.Length == 0 ? null : new(gpio.RequestOutput(name), time);
}
