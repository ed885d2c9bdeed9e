using Microsoft.Extensions.Logging;

namespace AccessKiosk.Access.Maintenance;

/// <summary>What upkeep logs; event ids 1150 to 1199.</summary>
internal static partial class MaintenanceLog
{
    [LoggerMessage(1150, LogLevel.Warning, "The empty room of camera {Camera} cannot be kept, so a restart learns it anew: {Reason}")]
    public static partial void RoomNotKept(this ILogger logger, string camera, string reason);
}
