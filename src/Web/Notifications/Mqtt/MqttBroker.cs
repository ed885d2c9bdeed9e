using System.Net;
using System.Net.Sockets;
using System.Text;
using AccessKiosk.Access.Health;
using AccessKiosk.Hardware.Options;
using AccessKiosk.Web.Notifications.Delivery;
using MQTTnet;
using MQTTnet.Channel;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace AccessKiosk.Web.Notifications.Mqtt;

/// <summary>One connection to the broker. Nothing outlives it: the broker forgets it at once, and keeps no message for it.</summary>
internal sealed class MqttBroker : IAsyncDisposable
{
    /// <summary>The kiosk is connected.</summary>
    public const string Online = "online";

    /// <summary>The kiosk is not connected.</summary>
    public const string Offline = "offline";

    private const int LargestMessage = 1 << 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    // A cable that is pulled is noticed soon, so that no command comes through it much later.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(10);

    private readonly IMqttClient _client;
    private readonly MqttFaults _faults;
    private readonly string? _availability;
    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private MqttBroker(IMqttClient client, MqttFaults faults, string? availability)
    {
        (_client, _faults, _availability) = (client, faults, availability);
        client.DisconnectedAsync += ended =>
        {
            _lost.TrySetResult(faults.Of(ended));
            return Task.CompletedTask;
        };
    }

    /// <summary>Completes with the reason when the connection is lost.</summary>
    public Task<string> Lost => _lost.Task;

    /// <summary>Connects.</summary>
    /// <param name="options">The broker.</param>
    /// <param name="unit">The network rules of the unit; null for none.</param>
    /// <param name="availability">The topic that tells others whether this connection stands; null for a connection that only looks.</param>
    /// <param name="received">Told of every message, at once; must not wait.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MqttFaultException">It cannot be had; the message says why.</exception>
    public static async Task<MqttBroker> ConnectAsync(MqttOptions options, UnitNetwork? unit, string? availability, Action<Message>? received, CancellationToken cancellationToken)
    {
        var faults = new MqttFaults(options);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        var client = new MqttClientFactory().CreateMqttClient();
        try
        {
            if (received is not null)
                client.ApplicationMessageReceivedAsync += got =>
                {
                    received(new(got.ApplicationMessage.Topic, Encoding.UTF8.GetString(got.ApplicationMessage.Payload), got.ApplicationMessage.Retain));
                    return Task.CompletedTask;
                };
            var broker = new MqttBroker(client, faults, availability);
            var answer = await client.ConnectAsync(Settings(options, unit, availability), limit.Token);
            if (answer.ResultCode is not MqttClientConnectResultCode.Success)
                throw new MqttFaultException(faults.Of(answer));
            return broker;
        }
        catch (Exception fault)
        {
            client.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            if (fault is MqttFaultException)
                throw;
            if (faults.Of(fault) is { } words)
                throw new MqttFaultException(words);
            throw;
        }
    }

    /// <summary>Listens to a topic. A message that the broker still has from before is sent at once only where that is asked for.</summary>
    /// <param name="topic">The topic, also with wildcards.</param>
    /// <param name="withKept">Whether to be told of what the broker keeps there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Why the broker refuses; null when it does not.</returns>
    /// <exception cref="MqttFaultException">The connection failed.</exception>
    public Task<string?> ListenAsync(string topic, bool withKept, CancellationToken cancellationToken) => UseAsync(
        async token =>
        {
            var filter = new MqttTopicFilter
            {
                Topic = topic,
                QualityOfServiceLevel = MqttQualityOfServiceLevel.AtMostOnce,
                RetainAsPublished = true,
                RetainHandling = withKept ? MqttRetainHandling.SendAtSubscribe : MqttRetainHandling.DoNotSendOnSubscribe,
            };
            var answer = (await _client.SubscribeAsync(filter, token)).Items.First();
            return answer.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2 ? $"The broker does not let the kiosk listen to {topic}: {MqttFaults.Words(answer.ResultCode)}." : null;
        },
        cancellationToken);

    /// <summary>Publishes a message, and waits for the broker's answer.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="payload">The message.</param>
    /// <param name="keep">Whether the broker keeps it for those who come later; an empty one makes it forget.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Why the broker refuses; null when it took it.</returns>
    /// <exception cref="MqttFaultException">The connection failed.</exception>
    public Task<string?> PublishAsync(string topic, string payload, bool keep, CancellationToken cancellationToken) => UseAsync(
        async token =>
        {
            var answer = await _client.PublishStringAsync(topic, payload, MqttQualityOfServiceLevel.AtLeastOnce, keep, token);
            return answer.IsSuccess ? null : $"The broker does not take messages to {topic}: {MqttFaults.Words(answer.ReasonCode)}.";
        },
        cancellationToken);

    /// <summary>Says goodbye if the connection stands.</summary>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(Farewell);
        try
        {
            if (_availability is not null && _client.IsConnected)
                await _client.PublishStringAsync(_availability, Offline, MqttQualityOfServiceLevel.AtLeastOnce, retain: true, limit.Token);
            if (_client.IsConnected)
                await _client.DisconnectAsync(cancellationToken: limit.Token);
        }
        catch (Exception fault) when (fault is MqttCommunicationException or OperationCanceledException or InvalidOperationException or IOException or SocketException)
        {
            // The broker tells that the kiosk is gone: it was left word.
        }

        _client.Dispose();
    }

    private async Task<T> UseAsync<T>(Func<CancellationToken, Task<T>> use, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            return await use(limit.Token);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested && _faults.Of(fault) is { } words)
        {
            throw new MqttFaultException(words);
        }
    }

    private static MqttClientOptions Settings(MqttOptions options, UnitNetwork? unit, string? availability)
    {
        var settings = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId(availability is null ? $"{options.Id}-check" : options.Id)
            .WithCleanStart()
            .WithSessionExpiryInterval(0)
            .WithMaximumPacketSize(LargestMessage)
            .WithKeepAlivePeriod(KeepAlive)
            .WithTimeout(Patience)
            .WithEndPoint(new DnsEndPoint(options.Host, options.UsedPort))
            .WithStreamProvider(new Connector(options, unit));
        if (options.Tls)
            settings.WithTlsOptions(tls => tls.UseTls().WithTargetHost(options.Host)
                // Revocation lists lie on other machines, which a door's network need not reach.
                .WithRevocationMode(System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck)
                .WithCertificateValidationHandler(Trust(options)));
        if (options.User.Length > 0)
            settings.WithCredentials(options.User, ServiceCredential.Password(options.PasswordCredential, options.Password));
        if (availability is not null)
            settings.WithWillTopic(availability).WithWillPayload(Offline).WithWillRetain(true).WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        return settings.Build();
    }

    private static Func<MqttClientCertificateValidationEventArgs, bool> Trust(MqttOptions options)
    {
        var accept = ServerTrust.Accepting(options.CertificateAuthority);
        return shown => accept(shown, shown.Certificate, shown.Chain, shown.SslPolicyErrors);
    }

    /// <summary>A message from the broker.</summary>
    /// <param name="Topic">Its topic.</param>
    /// <param name="Payload">Its text.</param>
    /// <param name="IsKept">Whether it was sent to be kept: it may be of any time.</param>
    internal readonly record struct Message(string Topic, string Payload, bool IsKept);

    private sealed class Connector(MqttOptions options, UnitNetwork? unit) : IMqttClientStreamProvider
    {
        public async Task<Stream> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken) =>
            new NetworkStream(await OutgoingConnection.OpenAsync(options.Host, options.UsedPort, unit, cancellationToken), ownsSocket: true);
    }
}
