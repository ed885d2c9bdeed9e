using AccessKiosk.Storage;
using AccessKiosk.Storage.Events;
using AccessKiosk.Web.Notifications.Mqtt;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessKiosk.Web.Tests.Notifications.Mqtt;

/// <summary>What the settings allow, and what a broker's refusals are called.</summary>
public sealed class MqttSettingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Mqtt:Tls is false", "example.org", false, false, "", "home")]
    [InlineData("UnlockDoors is main without", "example.org", false, true, "main", "home")]
    [InlineData("no door is called so", "example.org", true, false, "main, cellar", "home")]
    [InlineData("Mqtt:DiscoveryPrefix", "example.org", true, false, "", "home/#")]
    [InlineData("Mqtt:DiscoveryPrefix and", "example.org", true, false, "", "accesskiosk")]
    [InlineData("Mqtt:Host", "mqtt://example.org", true, false, "", "home")]
    public void What_would_be_unsafe_or_cannot_work_is_refused_at_the_start(string fault, string host, bool tls, bool clear, string unlock, string discovery) =>
        Assert.Contains(fault, Assert.Single(new MqttOptions { Host = host, Tls = tls, AllowClearText = clear, UnlockDoors = unlock, DiscoveryPrefix = discovery }.Faults(["main"])), StringComparison.Ordinal);

    [Fact]
    public void A_broker_of_the_same_machine_needs_no_tls_and_no_broker_needs_nothing()
    {
        Assert.Empty(new MqttOptions().Faults([]));
        Assert.Empty(new MqttOptions { Host = "127.0.0.1", Tls = false, UnlockDoors = "Main" }.Faults(["main"]));
        Assert.Empty(new MqttOptions { Host = "example.org", Tls = false, AllowClearText = true }.Faults(["main"]));
        Assert.Equal((8883, 1883, 1), (new MqttOptions().UsedPort, new MqttOptions { Tls = false }.UsedPort, new MqttOptions { Port = 1 }.UsedPort));
    }

    [Theory]
    [InlineData("main", "main")]
    [InlineData("Main", "main")]
    [InlineData("Back door", "back_door_")]
    [InlineData("back_door", "back_door")]
    [InlineData("#+/", "_")]
    public void A_name_in_a_topic_has_no_letter_that_means_something_there_and_two_doors_never_share_it(string door, string slug)
    {
        Assert.StartsWith(slug, MqttTopics.Slug(door), StringComparison.Ordinal);
        Assert.Matches("^[a-z0-9_-]+$", MqttTopics.Slug(door));
        Assert.NotEqual(MqttTopics.Slug(door), MqttTopics.Slug(door + "/"));
    }

    [Fact]
    public void People_are_named_only_where_the_settings_say_so()
    {
        var happened = new AccessEvent { At = DateTimeOffset.UnixEpoch, Code = EventCodes.AccessDenied, Reason = ReasonCode.WrongPin, Door = "main", Person = new PersonId(Guid.NewGuid()), Score = 0.5, Liveness = 0.5, Method = AccessMethod.NumberAndPin };
        const string nameless = """{"event_type":"denied","at":"1970-01-01T00:00:00.000Z","reason":"wrong_pin","method":"number_and_pin"}""";
        Assert.Equal(nameless, DoorEvents.Of(happened, nameOf: null));
        Assert.Equal(nameless[..^1] + ""","person":"Ada"}""", DoorEvents.Of(happened, _ => "Ada"));
        Assert.Null(DoorEvents.Of(happened with { Code = EventCodes.AlarmDuress }, _ => "Ada"));
    }

    [Fact]
    public async Task What_is_wrong_with_a_broker_is_said_in_words()
    {
        await using var broker = new Mosquitto();
        await broker.StartAsync();
        Assert.Null(await FaultAsync(broker.Options));
        await ExpectAsync("does not accept the user name and password", options => options.Password = "another");
        await ExpectAsync("The certificate of localhost is not accepted", options => options.CertificateAuthority = "");
        await ExpectAsync("The certificate of 127.0.0.1 is not accepted", options => options.Host = "127.0.0.1");
        await ExpectAsync("it wants TLS", options => options.Tls = false);
        await ExpectAsync("The credential nothing cannot be read", options => (options.Password, options.PasswordCredential) = ("", "nothing"));

        await using (var connected = await MqttBroker.ConnectAsync(broker.Options, null, "accesskiosk/kiosk-1/availability", received: null, Cancellation))
        {
            Assert.Null(await connected.PublishAsync("accesskiosk/kiosk-1/test", "t", keep: false, Cancellation));
            Assert.Equal(
                "The broker does not take messages to accesskiosk/kiosk-1/forbidden: the user may not do this; look at the broker's access rules.",
                await connected.PublishAsync("accesskiosk/kiosk-1/forbidden", "t", keep: false, Cancellation));
        }

        await broker.StopAsync();
        await ExpectAsync("cannot be reached", _ => { });

        async Task ExpectAsync(string words, Action<MqttOptions> change)
        {
            var options = broker.Options;
            change(options);
            Assert.Contains(words, await FaultAsync(options), StringComparison.Ordinal);
        }
    }

    private static async Task<string?> FaultAsync(MqttOptions options)
    {
        var result = await new MqttCheck(options, unit: null).CheckHealthAsync(new(), Cancellation);
        return result.Status is HealthStatus.Healthy ? null : result.Description;
    }

    [Fact]
    public void Topics_lie_below_the_prefixes_and_the_name_that_were_chosen()
    {
        var topics = new MqttTopics(new() { TopicPrefix = "site/berlin", DiscoveryPrefix = "ha", ClientId = "north" });
        Assert.Equal(("site/berlin/north/availability", "site/berlin/north/command/main"), (topics.Availability, topics.Command("main")));
        Assert.Equal("ha/lock/north/main/config", topics.Announcement("lock", "main"));
    }
}
