using AccessKiosk.Foundation;

namespace AccessKiosk.Hardware.Doors;

/// <summary>A door cannot be set up; the message says what to change.</summary>
public sealed class DoorException : AccessKioskException
{
    /// <summary>Creates the exception with a line for the technician.</summary>
    public DoorException(string message) : base(message) { }
}
