namespace AccessKiosk.Access.Supervision;

/// <summary>What a service does.</summary>
public enum ServiceState
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>It has failed and is about to be restarted, or was restarted a moment ago.</summary>
    Restarting,

    /// <summary>It has failed and is not restarted.</summary>
    Stopped,
}
