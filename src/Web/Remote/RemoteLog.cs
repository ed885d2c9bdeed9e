using AccessKiosk.Storage;

namespace AccessKiosk.Web.Remote;

/// <summary>What remote enrolments log; event ids 1210 to 1219.</summary>
internal static partial class RemoteLog
{
    [LoggerMessage(1210, LogLevel.Warning, "A picture of a remote enrolment was not kept: {Fault}.")]
    public static partial void PictureNotKept(this ILogger logger, StoreFault fault);
}
