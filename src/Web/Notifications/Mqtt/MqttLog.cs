namespace AccessKiosk.Web.Notifications.Mqtt;

/// <summary>What the connection to the broker logs; event ids 1200 to 1209.</summary>
internal static partial class MqttLog
{
    [LoggerMessage(1200, LogLevel.Information, "MQTT: connected to {Host}.")]
    public static partial void Connected(this ILogger logger, string host);

    [LoggerMessage(1201, LogLevel.Warning, "MQTT: {Fault} It is tried again.")]
    public static partial void Lost(this ILogger logger, string fault);

    [LoggerMessage(1202, LogLevel.Warning, "MQTT: a command was refused. {Why}")]
    public static partial void Refused(this ILogger logger, string why);
}
