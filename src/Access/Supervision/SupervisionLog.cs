using Microsoft.Extensions.Logging;

namespace AccessKiosk.Access.Supervision;

/// <summary>What the supervisor logs; event ids 1000 to 1099.</summary>
internal static partial class SupervisionLog
{
    [LoggerMessage(1001, LogLevel.Critical, "Service {Service} failed; nobody is let in meanwhile. It is restarted in {Pause}.")]
    public static partial void RestartsBarred(this ILogger logger, string service, TimeSpan pause, Exception failure);

    [LoggerMessage(1002, LogLevel.Critical, "Service {Service} failed; the kiosk ends, which locks the doors.")]
    public static partial void EndsKiosk(this ILogger logger, string service, Exception failure);

    [LoggerMessage(1003, LogLevel.Critical, "Service {Service} failed. It is restarted in {Pause}.")]
    public static partial void Restarts(this ILogger logger, string service, TimeSpan pause, Exception failure);

    [LoggerMessage(1004, LogLevel.Critical, "Service {Service} failed and stays stopped until the kiosk is restarted.")]
    public static partial void StaysStopped(this ILogger logger, string service, Exception failure);

    [LoggerMessage(1005, LogLevel.Information, "Service {Service} works again.")]
    public static partial void WorksAgain(this ILogger logger, string service);

    [LoggerMessage(1006, LogLevel.Error, "Service {Service} failed while the kiosk stopped.")]
    public static partial void FailedWhileStopping(this ILogger logger, string service, Exception failure);
}
