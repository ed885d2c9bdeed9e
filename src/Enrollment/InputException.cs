using AccessKiosk.Foundation;

namespace AccessKiosk.Enrollment;

/// <summary>The command was given something it cannot work with; the message says what and what to do.</summary>
public sealed class InputException(string message) : AccessKioskException(message);
