namespace AccessKiosk.Access.Supervision;

/// <summary>How a service is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">What it does now.</param>
/// <param name="Restarts">How often it was restarted since the kiosk started.</param>
/// <param name="Fault">What kind of exception ended it last; null when it never failed.</param>
public readonly record struct ServiceHealth(string Name, ServiceState State, int Restarts, string? Fault);
