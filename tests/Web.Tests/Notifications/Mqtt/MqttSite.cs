using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio.Simulated;
using AccessKiosk.Web.Notifications.Mqtt;
using AccessKiosk.Web.Security;
using Microsoft.Extensions.DependencyInjection;

namespace AccessKiosk.Web.Tests.Notifications.Mqtt;

/// <summary>One kiosk at a broker: commands may unlock the main door, not the back door. The broker keeps things of a former door, and a command.</summary>
public sealed class MqttSite : IAsyncLifetime
{
    /// <summary>What was announced of a door that is gone.</summary>
    internal const string Gone = "homeassistant/lock/kiosk-1/cellar_lock/config";

    /// <summary>The state of a door that is gone.</summary>
    internal const string GoneState = "accesskiosk/kiosk-1/state/cellar/lock";

    /// <summary>Where the main door takes commands.</summary>
    internal const string Command = "accesskiosk/kiosk-1/command/main";

    internal Mosquitto Broker { get; } = new();

    internal TestSite Site { get; private set; } = null!;

    internal HomeServer Home { get; private set; } = null!;

    internal Door Main => Site.Kiosk.Doors["main"]!;

    internal SimulatedGpio Lines => (SimulatedGpio)Site.Kiosk.Gpio;

    internal MqttStatus.State Now => Site.Services.GetRequiredService<MqttStatus>().Now;

    /// <summary>Where something of the main door is kept.</summary>
    internal static string State(string what) => $"accesskiosk/kiosk-1/state/main/{what}";

    public async ValueTask InitializeAsync()
    {
        await Broker.StartAsync();
        Home = await HomeServer.ConnectAsync(Broker.Options);
        await Home.SendAsync(Gone, "{}", keep: true);
        await Home.SendAsync(GoneState, "UNLOCKED", keep: true);
        await Home.SendAsync(Command, "UNLOCK", keep: true);
        Site = await TestSite.OpenAsync(change: options =>
        {
            options.Mqtt = Broker.Options;
            options.Mqtt.UnlockDoors = "MAIN";
            options.Camera.Door = "main";
            var door = options.Doors["main"];
            (door.Contact, door.Tamper, door.Pulse) = ("contact", "tamper", TimeSpan.FromSeconds(1));
            options.Doors["back"] = new() { Name = "Back door №2", Relay = "back" };
        });
        await Site.AddOperatorAsync("Ada", Roles.Admin);
        await ConnectedAsync();
    }

    /// <summary>Waits until the kiosk is connected.</summary>
    internal Task ConnectedAsync() => HomeServer.UntilAsync(() => Now.ConnectedAt is not null && Home.Last("accesskiosk/kiosk-1/availability") == "online");

    /// <summary>Waits until the kiosk is connected to a broker that was started again, and shows what it shows there.</summary>
    internal async Task BackAsync()
    {
        Home = await HomeServer.ConnectAsync(Broker.Options);
        // As the page's button does: nobody waits for the pause to end.
        Assert.Null(await Site.Services.GetRequiredService<MqttService>().TestAsync(TestContext.Current.CancellationToken));
        await ConnectedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Site is not null)
            await Site.DisposeAsync();
        if (Home is not null)
            await Home.DisposeAsync();
        await Broker.DisposeAsync();
    }
}
