namespace AccessKiosk.Access.Supervision;

/// <summary>What follows when a service fails.</summary>
public sealed record RestartPolicy
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private RestartPolicy(int restarts, bool guardsDoors) => (Restarts, GuardsDoors) = (restarts, guardsDoors);

    /// <summary>Nobody is let in and the kiosk ends, which locks the doors: for a service whose state may be wrong after a failure.</summary>
    public static RestartPolicy EndKiosk { get; } = new(0, guardsDoors: true);

    /// <summary>Nobody is let in until the service, which is restarted, has run for a while; when it fails too often, the kiosk ends.</summary>
    public static RestartPolicy RestartThenEndKiosk { get; } = new(5, guardsDoors: true);

    /// <summary>The service is restarted; when it fails too often, it stays stopped. The doors do not depend on it.</summary>
    public static RestartPolicy RestartThenStop { get; } = new(5, guardsDoors: false);

    /// <summary>The period over which failures are counted.</summary>
    public static TimeSpan Period { get; } = TimeSpan.FromMinutes(10);

    /// <summary>How many restarts are allowed within <see cref="Period"/>.</summary>
    public int Restarts { get; }

    /// <summary>Whether nobody is let in after a failure.</summary>
    public bool GuardsDoors { get; }

    /// <summary>The pause before the next restart: it doubles with every failure of the period.</summary>
    internal static TimeSpan PauseAfter(int failures)
    {
        var pause = FirstPause * Math.Pow(2, failures - 1);
        return pause < LongestPause ? pause : LongestPause;
    }
}
