using AccessKiosk.Foundation;

namespace AccessKiosk.Vision.Models;

/// <summary>A model or the inference runtime cannot be used; the message says what to do about it.</summary>
public sealed class ModelException : AccessKioskException
{
    /// <summary>Creates the exception with a line for the operator.</summary>
    public ModelException(string message) : base(message) { }

    /// <summary>Creates the exception with a line for the operator and its cause.</summary>
    public ModelException(string message, Exception cause) : base(message, cause) { }
}
