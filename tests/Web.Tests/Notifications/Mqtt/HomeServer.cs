using System.Collections.Concurrent;
using System.Text;
using AccessKiosk.Web.Notifications.Mqtt;
using MQTTnet;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace AccessKiosk.Web.Tests.Notifications.Mqtt;

/// <summary>What a home server sees at the broker, and what it sends.</summary>
internal sealed class HomeServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly ConcurrentDictionary<string, string> _last = new(StringComparer.Ordinal);

    /// <summary>Every message in order, with whether the broker keeps it.</summary>
    public ConcurrentQueue<(string Topic, string Payload, bool IsKept)> Seen { get; } = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Connects, and listens to everything.</summary>
    public static async Task<HomeServer> ConnectAsync(MqttOptions options, string? clientId = null)
    {
        var home = new HomeServer();
        home._client.ApplicationMessageReceivedAsync += got =>
        {
            var (topic, payload) = (got.ApplicationMessage.Topic, Encoding.UTF8.GetString(got.ApplicationMessage.Payload));
            home._last[topic] = payload;
            home.Seen.Enqueue((topic, payload, got.ApplicationMessage.Retain));
            return Task.CompletedTask;
        };
        await home._client.ConnectAsync(
            new MqttClientOptionsBuilder().WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500).WithTcpServer(options.Host, options.Port)
                .WithClientId(clientId ?? "home").WithCredentials("home", Mosquitto.Password)
                .WithTlsOptions(tls => tls.UseTls().WithCertificateValidationHandler(_ => true)).Build(),
            Cancellation);
        var all = new MqttTopicFilter { Topic = "#", RetainAsPublished = true, QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce };
        await home._client.SubscribeAsync(all, Cancellation);
        return home;
    }

    /// <summary>The last message to a topic; null for none, or an empty one.</summary>
    public string? Last(string topic) => _last.GetValueOrDefault(topic) is { Length: > 0 } payload ? payload : null;

    /// <summary>Every topic that has a message now.</summary>
    public IEnumerable<string> Topics => _last.Where(one => one.Value.Length > 0).Select(one => one.Key);

    /// <summary>Waits for a message.</summary>
    public Task ExpectAsync(string topic, string? payload) => UntilAsync(() => Last(topic) == payload, () => $"{topic} is {Last(topic) ?? "nothing"}, not {payload ?? "nothing"}.");

    public Task SendAsync(string topic, string payload, bool keep = false) =>
        _client.PublishStringAsync(topic, payload, MqttQualityOfServiceLevel.AtLeastOnce, keep, Cancellation);

    /// <summary>Waits until something holds.</summary>
    public static async Task UntilAsync(Func<bool> holds, Func<string>? otherwise = null)
    {
        for (var end = TimeProvider.System.GetUtcNow() + Patience; !holds(); await Task.Delay(20, Cancellation))
            Assert.True(TimeProvider.System.GetUtcNow() < end, otherwise?.Invoke() ?? "It does not happen.");
    }

    public async ValueTask DisposeAsync()
    {
        await _client.TryDisconnectAsync();
        _client.Dispose();
    }
}
