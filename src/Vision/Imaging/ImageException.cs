namespace AccessKiosk.Vision.Imaging;

/// <summary>A picture cannot be read, written or worked on; the message says what is wrong and what to do.</summary>
public sealed class ImageException : Exception
{
    /// <summary>Makes an exception with a general message.</summary>
    public ImageException() : base("The picture cannot be used.") { }

    /// <summary>Makes an exception with one line for the operator.</summary>
    public ImageException(string message) : base(message) { }

    /// <summary>Makes an exception with one line for the operator and its cause.</summary>
    public ImageException(string message, Exception innerException) : base(message, innerException) { }
}
