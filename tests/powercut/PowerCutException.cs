namespace AccessKiosk.PowerCut;

/// <summary>The test itself cannot go on: its recording is not what it takes it for.</summary>
internal sealed class PowerCutException(string message) : Exception(message);
