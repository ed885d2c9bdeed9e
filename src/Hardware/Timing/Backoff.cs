namespace AccessKiosk.Hardware.Timing;

/// <summary>Pauses between attempts: each twice the one before.</summary>
/// <param name="First">The pause after the first failure.</param>
/// <param name="Longest">No pause is longer.</param>
public readonly record struct Backoff(TimeSpan First, TimeSpan Longest)
{
    /// <summary>The pause before the next attempt.</summary>
    /// <param name="failures">Failures in a row before the present one, from 0.</param>
    public TimeSpan After(int failures)
    {
        var pause = First.TotalSeconds * Math.Pow(2, failures);
        return pause < Longest.TotalSeconds ? TimeSpan.FromSeconds(pause) : Longest;
    }
}
