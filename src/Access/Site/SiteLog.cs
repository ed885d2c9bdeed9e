using Microsoft.Extensions.Logging;

namespace AccessKiosk.Access.Site;

/// <summary>What the site as a whole logs; event ids 1100 to 1149.</summary>
internal static partial class SiteLog
{
    [LoggerMessage(1101, LogLevel.Warning, "Pictures of an import that was cut off lie in {Folder} and cannot be removed: remove the folder by hand.")]
    public static partial void UploadsLeft(this ILogger logger, string folder);

    [LoggerMessage(1102, LogLevel.Critical, "Heartbeat: {Report}.")]
    public static partial void Heartbeat(this ILogger logger, string report);
}
