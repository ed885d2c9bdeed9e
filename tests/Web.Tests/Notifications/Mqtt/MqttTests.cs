using System.Text.Json;
using AccessKiosk.Access.Doors;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Storage.Events;
using AccessKiosk.Web.Notifications.Mqtt;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.Notifications.Mqtt;

/// <summary>A kiosk at a real broker.</summary>
public sealed class MqttTests(MqttSite mqtt, Browser browser) : IClassFixture<MqttSite>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Doors_are_announced_as_home_assistant_wants_it_and_what_is_gone_is_taken_back()
    {
        await mqtt.ConnectedAsync();
        await mqtt.Home.ExpectAsync(MqttSite.Gone, null);
        await mqtt.Home.ExpectAsync(MqttSite.GoneState, null);
        var announced = mqtt.Home.Topics.Where(topic => topic.StartsWith("homeassistant/", StringComparison.Ordinal)).ToDictionary(topic => topic, topic => JsonDocument.Parse(mqtt.Home.Last(topic)!).RootElement, StringComparer.Ordinal);
        Assert.Equal(8, announced.Count);
        Assert.Contains("homeassistant/lock/kiosk-1/main_lock/config", announced.Keys);
        Assert.Contains(announced.Keys, topic => topic.StartsWith("homeassistant/binary_sensor/kiosk-1/back_door", StringComparison.Ordinal) && topic.EndsWith("_lock_state/config", StringComparison.Ordinal));
        Assert.All(announced, one =>
        {
            var (component, config) = (one.Key.Split('/')[1], one.Value);
            Assert.Matches("^homeassistant/(lock|binary_sensor|event)/[a-zA-Z0-9_-]+/[a-zA-Z0-9_-]+/config$", one.Key);
            foreach (var required in new[] { "name", "unique_id", "state_topic", "availability_topic" })
                Assert.NotEmpty(config.GetProperty(required).GetString()!);
            Assert.Equal("kiosk-1", Assert.Single(config.GetProperty("device").GetProperty("identifiers").EnumerateArray()).GetString());
            Assert.Equal("AccessKiosk", config.GetProperty("origin").GetProperty("name").GetString());
            Assert.DoesNotContain(config.GetProperty("state_topic").GetString()!, letter => letter is '+' or '#');
            if (component == "event")
                Assert.Equal(["granted", "denied", "attack"], config.GetProperty("event_types").EnumerateArray().Select(kind => kind.GetString()!));
            else
                Assert.NotNull(mqtt.Home.Last(config.GetProperty("state_topic").GetString()!));
            if (component == "binary_sensor")
                Assert.Contains(config.GetProperty("device_class").GetString(), (string[])["lock", "door", "problem", "tamper"]);
            Assert.Equal(component == "lock", config.TryGetProperty("command_topic", out _));
        });
        var mainLock = announced["homeassistant/lock/kiosk-1/main_lock/config"];
        Assert.Equal((MqttSite.Command, false), (mainLock.GetProperty("command_topic").GetString(), mainLock.GetProperty("retain").GetBoolean()));
        Assert.Equal(8, announced.Values.Select(config => config.GetProperty("unique_id").GetString()).Distinct().Count());
        // Those who come later see it too.
        await using var late = await HomeServer.ConnectAsync(mqtt.Broker.Options, "late");
        await HomeServer.UntilAsync(() => announced.Keys.All(topic => late.Last(topic) is not null));
        Assert.Equal("online", late.Last("accesskiosk/kiosk-1/availability"));
    }

    [Fact]
    public async Task States_follow_the_door_and_who_came_is_told_without_names()
    {
        await mqtt.ConnectedAsync();
        await mqtt.Home.ExpectAsync(MqttSite.State("lock"), "LOCKED");
        Assert.True(mqtt.Main.Grant().Open);
        await mqtt.Home.ExpectAsync(MqttSite.State("lock"), "UNLOCKED");
        mqtt.Lines.Set("contact", true);
        await mqtt.Home.ExpectAsync(MqttSite.State("leaf"), "ON");
        mqtt.Lines.Set("contact", false);
        await mqtt.Home.ExpectAsync(MqttSite.State("leaf"), "OFF");
        await mqtt.Home.ExpectAsync(MqttSite.State("lock"), "LOCKED");
        mqtt.Lines.Set("tamper", true);
        await mqtt.Home.ExpectAsync(MqttSite.State("tamper"), "ON");
        await mqtt.Home.ExpectAsync(MqttSite.State("problem"), "ON");
        Assert.Equal("tampered", JsonDocument.Parse(mqtt.Home.Last(MqttSite.State("attributes"))!).RootElement.GetProperty("mode").GetString());
        mqtt.Lines.Set("tamper", false);
        await mqtt.Home.ExpectAsync(MqttSite.State("problem"), "OFF");

        var person = await mqtt.Site.Kiosk.Population.Store.People.AddAsync(new() { Name = "Audun Berg" }, null, "t", Cancellation);
        var at = mqtt.Site.Kiosk.Time.GetUtcNow();
        mqtt.Site.Kiosk.Record.Publish(new() { At = at, Code = EventCodes.AlarmDuress, Door = "main", Person = person.Id });
        mqtt.Site.Kiosk.Record.Publish(new() { At = at, Code = EventCodes.AccessGranted, Door = "main", Person = person.Id, Score = 0.7, Detail = "Audun Berg" });
        await HomeServer.UntilAsync(() => mqtt.Home.Last("accesskiosk/kiosk-1/event/main") is not null);
        var told = mqtt.Home.Seen.Where(one => one.Topic == "accesskiosk/kiosk-1/event/main").ToList();
        var (_, payload, isKept) = Assert.Single(told);
        Assert.False(isKept);
        Assert.Equal(["event_type", "at"], JsonDocument.Parse(payload).RootElement.EnumerateObject().Select(one => one.Name));
        Assert.DoesNotContain(mqtt.Home.Seen, one => one.Payload.Contains("Audun", StringComparison.Ordinal) || one.Payload.Contains("duress", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_command_unlocks_a_door_that_takes_commands_as_an_operator_would_and_nothing_else_is_obeyed()
    {
        await mqtt.ConnectedAsync();
        var (door, store) = (mqtt.Main, mqtt.Site.Kiosk.Population.Store);
        // The broker has kept one since before the kiosk came.
        Assert.DoesNotContain(await store.Audit.ListAsync(cancellationToken: Cancellation), entry => entry.Action.StartsWith("door.", StringComparison.Ordinal) && entry.Actor.StartsWith("MQTT", StringComparison.Ordinal));

        await mqtt.Home.SendAsync(MqttSite.Command, "UNLOCK");
        await mqtt.Home.ExpectAsync(MqttSite.State("lock"), "UNLOCKED");
        await mqtt.Home.ExpectAsync(MqttSite.State("lock"), "LOCKED");
        await HomeServer.UntilAsync(() => store.Audit.ListAsync(cancellationToken: Cancellation).GetAwaiter().GetResult().Any(entry => entry is { Actor: "MQTT (localhost)", Action: "door.unlocked", Subject: "main" }));

        var back = mqtt.Home.Topics.Single(topic => topic.StartsWith("accesskiosk/kiosk-1/state/back_", StringComparison.Ordinal) && topic.EndsWith("/lock", StringComparison.Ordinal)).Split('/')[3];
        foreach (var (topic, payload, keep, why) in new[]
        {
            (MqttSite.Command, "UNLOCK", true, "it may be of any time"),
            ($"accesskiosk/kiosk-1/command/{back}", "UNLOCK", false, "Back door №2 takes no commands"),
            ($"accesskiosk/kiosk-1/command/{back}", "LOCK", false, "Back door №2 takes no commands"),
            (MqttSite.Command, "OPEN", false, "does not know the command OPEN"),
            (MqttSite.Command, "unlock", false, "does not know the command unlock"),
            (MqttSite.Command, "", false, "does not know the command"),
            (MqttSite.Command, "LOCK", false, "is not held open"),
            ("accesskiosk/kiosk-1/command/nowhere", "UNLOCK", false, "There is no door for"),
        })
        {
            await mqtt.Home.SendAsync(topic, payload, keep);
            await HomeServer.UntilAsync(() => mqtt.Now.Refused?.Words.Contains(why, StringComparison.Ordinal) == true, () => $"{payload}: {mqtt.Now.Refused?.Words}");
            Assert.All(mqtt.Site.Kiosk.Doors.Doors, one => Assert.Equal(DoorMode.Locked, one.State.Mode));
        }

        // The page's hold ends, as by the page.
        await Task.Delay(TimeSpan.FromSeconds(1.1), Cancellation);
        mqtt.Site.Services.GetRequiredService<HoldOpenClock>().Hold(door, TimeSpan.FromMinutes(5), "Ada");
        await mqtt.Home.ExpectAsync(MqttSite.State("lock"), "UNLOCKED");
        await mqtt.Home.SendAsync(MqttSite.Command, "LOCK");
        await mqtt.Home.ExpectAsync(MqttSite.State("lock"), "LOCKED");

        await Task.Delay(TimeSpan.FromSeconds(1.1), Cancellation);
        var lockdown = mqtt.Site.Services.GetRequiredService<Lockdown>();
        lockdown.Begin("Ada");
        await mqtt.Home.SendAsync(MqttSite.Command, "UNLOCK");
        await HomeServer.UntilAsync(() => mqtt.Now.Refused?.Words == "main did not unlock: locked down.", () => $"{mqtt.Now.Refused?.Words}");
        Assert.Equal(DoorMode.Lockdown, door.State.Mode);
        Assert.Contains(await store.Audit.ListAsync(cancellationToken: Cancellation), entry => entry is { Actor: "MQTT (localhost)", Action: "door.unlock-refused" });
        lockdown.End("Ada");
        await mqtt.Home.ExpectAsync(MqttSite.State("attributes"), """{"mode":"locked","simulated":true}""");
    }

    [Fact]
    public async Task A_broker_that_dies_stops_no_door_and_the_states_of_the_moment_are_there_when_it_is_back()
    {
        await mqtt.ConnectedAsync();
        await mqtt.Broker.StopAsync(kill: true);
        await HomeServer.UntilAsync(() => mqtt.Now.ConnectedAt is null);
        Assert.True(mqtt.Main.Grant().Open);
        mqtt.Lines.Set("contact", true);
        await mqtt.Home.DisposeAsync();

        await mqtt.Broker.StartAsync();
        await mqtt.BackAsync();
        Assert.Equal("ON", mqtt.Home.Last(MqttSite.State("leaf")));
        mqtt.Lines.Set("contact", false);
        await mqtt.Home.ExpectAsync(MqttSite.State("leaf"), "OFF");
        await mqtt.Home.ExpectAsync(MqttSite.State("lock"), "LOCKED");
        mqtt.Site.Kiosk.Supervisor.ThrowIfFailed();
    }

    [Fact]
    public async Task A_command_of_a_time_without_connection_is_not_obeyed_later_and_two_of_one_name_are_told()
    {
        await mqtt.ConnectedAsync();
        await mqtt.Home.ExpectAsync(MqttSite.State("lock"), "LOCKED");
        var seen = mqtt.Home.Seen.Count;
        await using (await HomeServer.ConnectAsync(mqtt.Broker.Options, "kiosk-1"))
        {
            await HomeServer.UntilAsync(() => mqtt.Now.ConnectedAt is null);
            await mqtt.Home.SendAsync(MqttSite.Command, "UNLOCK");
            Assert.Contains("give each its own name", mqtt.Now.Fault!.Words, StringComparison.Ordinal);
        }

        Assert.Null(await mqtt.Site.Services.GetRequiredService<MqttService>().TestAsync(Cancellation));
        await mqtt.ConnectedAsync();
        await mqtt.Home.SendAsync("accesskiosk/kiosk-1/command/nowhere", "NOW");
        await HomeServer.UntilAsync(() => mqtt.Now.Refused?.Words.Contains("nowhere", StringComparison.Ordinal) == true);
        Assert.DoesNotContain(mqtt.Home.Seen.Skip(seen), one => one.Topic == MqttSite.State("lock") && one.Payload == "UNLOCKED");
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task The_page_says_how_the_connection_is_and_tries_it()
    {
        await mqtt.ConnectedAsync();
        var page = await browser.OpenAsAsync(mqtt.Site, "Ada");
        await page.GotoAsync("/admin/notifications");
        await Assertions.Expect(page.GetByText("Connected", new() { Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send a test to the broker" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("The broker took the test.");
        Assert.Equal("AccessKiosk kiosk-1", mqtt.Home.Last("accesskiosk/kiosk-1/test"));
        await Browser.AssertAccessibleAsync(page, "notifications-mqtt");

        await mqtt.Broker.StopAsync();
        await HomeServer.UntilAsync(() => mqtt.Now.ConnectedAt is null);
        await page.GotoAsync("/admin/notifications");
        await Assertions.Expect(page.GetByText("Not connected", new() { Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send a test to the broker" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await page.SetViewportSizeAsync(390, 844);
        await Browser.ShootAsync(page, "notifications-mqtt-lost", whole: true);
        await page.GotoAsync("/admin");
        await Assertions.Expect(page.Locator(".matters li").Filter(new() { HasText = "MQTT: " })).ToBeVisibleAsync();
        await mqtt.Home.DisposeAsync();
        await mqtt.Broker.StartAsync();
        await mqtt.BackAsync();
    }
}
