using AccessKiosk.Foundation;

namespace AccessKiosk.Hardware.Cameras;

/// <summary>A camera or recording cannot be had; the message says which, why, and what to do.</summary>
public sealed class CameraException(string message, Exception? innerException = null) : AccessKioskException(message, innerException);
