using AccessKiosk.Foundation;

namespace AccessKiosk.Enrollment.Calibration.Data;

/// <summary>Calibration data or a calibration record cannot give what is asked; the message says what would.</summary>
public sealed class CalibrationException : AccessKioskException
{
    /// <summary>Says what is wrong and what to do.</summary>
    public CalibrationException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong and what to do, and what it comes from.</summary>
    public CalibrationException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
