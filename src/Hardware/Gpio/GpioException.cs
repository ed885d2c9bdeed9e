using AccessKiosk.Foundation;

namespace AccessKiosk.Hardware.Gpio;

/// <summary>A GPIO line cannot be had or used; the message says which line, why, and what to do.</summary>
public sealed class GpioException : AccessKioskException
{
    /// <summary>Creates the exception with a line for the technician.</summary>
    public GpioException(string message) : base(message) { }

    /// <summary>Creates the exception with a line for the technician and its cause.</summary>
    public GpioException(string message, Exception cause) : base(message, cause) { }
}
