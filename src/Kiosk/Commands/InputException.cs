namespace AccessKiosk.Kiosk.Commands;

/// <summary>The command was given something it cannot work with; the message says what and what to do.</summary>
internal sealed class InputException(string message) : Exception(message);
