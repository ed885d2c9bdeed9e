namespace AccessKiosk.Hardware.Gpio;

/// <summary>
/// A way to reach GPIO lines, after the driver model of dotnet/iot. Each line has one owner at a time, who gives it
/// back by disposing it. All members are safe to call from any thread.
/// </summary>
public abstract class GpioDriver : IDisposable
{
    /// <summary>Takes a line as an output that holds <paramref name="active"/> from the first moment, so that nothing glitches.</summary>
    /// <param name="name">The line's name in the configuration.</param>
    /// <param name="active">The initial logical level; also the one the line is put back to when it is disposed.</param>
    /// <exception cref="GpioException">No such line, wrong chip, or another owner holds it.</exception>
    public abstract GpioOutput RequestOutput(string name, bool active = false);

    /// <summary>Takes a line as an input.</summary>
    /// <param name="name">The line's name in the configuration.</param>
    /// <exception cref="GpioException">No such line, wrong chip, or another owner holds it.</exception>
    public abstract GpioInput RequestInput(string name);

    /// <summary>Gives every line back, outputs at their initial level.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives every line back.</summary>
    protected abstract void Dispose(bool disposing);
}
