using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using MQTTnet;
using MQTTnet.Exceptions;

namespace AccessKiosk.Web.Notifications.Mqtt;

/// <summary>The connection to the broker failed; the message says why, in a sentence.</summary>
internal sealed class MqttFaultException(string message) : Exception(message);

/// <summary>Why the broker cannot be used, in words.</summary>
internal sealed class MqttFaults(MqttOptions options)
{
    private const string NotAllowed = "the user may not do this; look at the broker's access rules";

    private string Place => $"{options.Host}:{options.UsedPort}";

    /// <summary>Why it did not take the connection.</summary>
    public string Of(MqttClientConnectResult answer) => answer.ResultCode switch
    {
        MqttClientConnectResultCode.BadUserNameOrPassword or MqttClientConnectResultCode.NotAuthorized or MqttClientConnectResultCode.BadAuthenticationMethod =>
            "The broker does not accept the user name and password (Mqtt:User, Mqtt:PasswordCredential).",
        MqttClientConnectResultCode.UnsupportedProtocolVersion or MqttClientConnectResultCode.ProtocolError => $"The broker at {Place} does not speak MQTT 5.",
        MqttClientConnectResultCode.ClientIdentifierNotValid => $"The broker does not accept the client id {options.Id} (Mqtt:ClientId).",
        var code => $"The broker refuses the connection: {Spaced(code)}.",
    };

    /// <summary>Why the connection ended.</summary>
    public string Of(MqttClientDisconnectedEventArgs ended) => ended.Reason switch
    {
        MqttClientDisconnectReason.SessionTakenOver => $"Another program connected to the broker as {options.Id}: give each its own name (Mqtt:ClientId).",
        MqttClientDisconnectReason.ServerShuttingDown => "The broker shuts down.",
        MqttClientDisconnectReason.NormalDisconnection or MqttClientDisconnectReason.UnspecifiedError when ended.Exception is not null => "The connection to the broker broke.",
        // Not every broker says that another came under the same name.
        MqttClientDisconnectReason.NormalDisconnection or MqttClientDisconnectReason.UnspecifiedError =>
            $"The broker closed the connection. If this comes again and again, another program is connected as {options.Id}: give each its own name (Mqtt:ClientId).",
        var reason => $"The broker ended the connection: {Spaced(reason)}.",
    };

    /// <summary>Why something failed; null for a fault of the program.</summary>
    public string? Of(Exception fault)
    {
        for (var inner = fault; inner is not null; inner = inner.InnerException)
        {
            if (Cause(inner) is { } words)
                return words;
        }

        return fault is MqttCommunicationException or MqttProtocolViolationException or InvalidOperationException or ObjectDisposedException
            ? $"{Place} does not answer as a broker does{(options.Tls ? "" : ", or it wants TLS")}."
            : null;
    }

    /// <summary>What an answer's code means.</summary>
    public static string Words(MqttClientPublishReasonCode code) => code is MqttClientPublishReasonCode.NotAuthorized ? NotAllowed : Spaced(code);

    /// <summary>What an answer's code means.</summary>
    public static string Words(MqttClientSubscribeResultCode code) => code is MqttClientSubscribeResultCode.NotAuthorized ? NotAllowed : Spaced(code);

    private string? Cause(Exception fault) => fault switch
    {
        MqttFaultException => fault.Message,
        AuthenticationException => $"The certificate of {options.Host} is not accepted, or it does not speak TLS on port {options.UsedPort}. Mqtt:CertificateAuthority names an authority that the system does not know.",
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => $"The name {options.Host} is not known; check it, and the name servers of this machine.",
        SocketException => $"The broker {Place} cannot be reached: {fault.Message}.",
        HttpRequestException => fault.Message,
        MqttCommunicationTimedOutException or OperationCanceledException => $"The broker {Place} did not answer within 5 seconds.",
        CryptographicException => $"Mqtt:CertificateAuthority cannot be used: {fault.Message}",
        // A credential that cannot be read says what to do.
        IOException { InnerException: FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException } or UnauthorizedAccessException => fault.Message,
        IOException => $"The connection to {Place} broke{(options.Tls ? "; it may not speak TLS on this port" : "; it may want TLS on this port")}.",
        _ => null,
    };

    private static string Spaced<T>(T code)
        where T : struct, Enum => Storage.Events.SnakeCase.Name(code).Replace('_', ' ');
}
