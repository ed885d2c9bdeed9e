namespace AccessKiosk.Foundation;

/// <summary>
/// The root of the product's exceptions. The message is one line for the operator that says what to do;
/// it never carries biometric data, names of people or secrets.
/// </summary>
public abstract class AccessKioskException : Exception
{
    /// <summary>A fault with a line for the operator.</summary>
    protected AccessKioskException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
