using AccessKiosk.Foundation;

namespace AccessKiosk.Vision.Imaging;

/// <summary>A picture cannot be read, written or worked on; the message says what is wrong and what to do.</summary>
public sealed class ImageException(string message, Exception? innerException = null) : AccessKioskException(message, innerException);
