using System.Net;
using System.Net.Sockets;

namespace AccessKiosk.Kiosk.Tests.Commands;

/// <summary>The demonstration as a stranger runs it.</summary>
[Trait("Speed", "slow")]
public sealed class DemoTests
{
    [Fact]
    public async Task Every_scene_comes_out_as_told_with_the_pages_open_though_their_port_is_taken()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var result = (await KioskProgram.RunAsync("demo", "--speed", "max", "--json", "--set", $"Web:Port={port}")).Exited(0);
        var scenes = result.Json.Where(line => line.TryGetProperty("scene", out _)).ToList();
        Assert.Equal(["access.granted", "access.denied", "alarm.presentation_attack"], scenes.Select(scene => scene.GetProperty("got").GetString()));
        Assert.All(scenes, scene => Assert.True(scene.GetProperty("asExpected").GetBoolean()));
        // The recording's own time: the kiosk has seen the room empty, as a mounted one has.
        Assert.InRange(scenes[0].GetProperty("secondsToDecision").GetDouble(), 0.5, 0.9);
        Assert.Contains($"Port {port} is in use", result.Errors, StringComparison.Ordinal);
        Assert.Matches(@"Screen: http://localhost:\d+", result.Errors);
        Assert.Matches(@"http://localhost:\d+/setup\?token=[0-9a-f]{48}", result.Errors);
    }

    [Fact]
    public async Task Its_pages_are_there_and_an_interruption_leaves_nothing_behind()
    {
        var folder = Directory.CreateTempSubdirectory("demo-test-");
        var port = LocalPort.Free();
        using var program = KioskProgram.Start(
            ["demo", "--speed", "max", "--json", "--stay", "--set", $"Web:Port={port}"], new Dictionary<string, string>(StringComparer.Ordinal) { ["TMPDIR"] = folder.FullName });
        using var client = new HttpClient { BaseAddress = new($"http://localhost:{port}") };
        while (program.IsRunning && !await AnswersAsync(client))
            await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
        Assert.Single(Directory.GetDirectories(folder.FullName, "accesskiosk-demo-*"));
        program.Interrupt();
        (await program.EndAsync()).Exited(130);
        Assert.Empty(Directory.GetDirectories(folder.FullName, "accesskiosk-demo-*"));
        folder.Delete(recursive: true);
    }

    private static async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            return (await client.GetAsync("/", TestContext.Current.CancellationToken)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
