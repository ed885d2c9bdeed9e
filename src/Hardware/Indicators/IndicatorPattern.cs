namespace AccessKiosk.Hardware.Indicators;

/// <summary>How a lamp or a buzzer is on: for a while, off for a while, so many times.</summary>
/// <param name="On">How long it is on.</param>
/// <param name="Off">How long it is off between.</param>
/// <param name="Times">How often; 0: until another pattern is shown.</param>
public readonly record struct IndicatorPattern(TimeSpan On, TimeSpan Off, int Times)
{
    /// <summary>Never on.</summary>
    public static IndicatorPattern Dark => default;

    /// <summary>Always on.</summary>
    public static IndicatorPattern Steady => new(Timeout.InfiniteTimeSpan, TimeSpan.Zero, 0);

    /// <summary>On and off alike, until another pattern is shown.</summary>
    public static IndicatorPattern Blink(TimeSpan half) => new(half, half, 0);

    /// <summary>On once.</summary>
    public static IndicatorPattern Once(TimeSpan time) => new(time, TimeSpan.Zero, 1);
}
