using System.Diagnostics;

namespace AccessKiosk.Hardware.Tests.Doors;

/// <summary>A real process that ends, or is kept from working, in the middle of a grant.</summary>
public sealed class DoorProcessTests
{
    [Fact]
    public async Task SIGTERM_in_the_middle_of_a_grant_ends_locked() =>
        Assert.Equal(["relay off", "relay on", "relay off"], await Follow("wait", then: process => DoorProcess.Signal("TERM", process), lines: 3));

    [Fact]
    public async Task Ctrl_C_in_the_middle_of_a_grant_ends_locked() =>
        Assert.Equal(["relay off", "relay on", "relay off"], await Follow("wait", then: process => DoorProcess.Signal("INT", process), lines: 3));

    [Fact]
    public async Task An_exception_that_nobody_catches_ends_locked() =>
        Assert.Equal(["relay off", "relay on", "relay off"], await Follow("throw", then: _ => { }, lines: 3));

    [Fact]
    public async Task The_door_locks_in_time_although_every_thread_of_the_pool_is_taken() =>
        Assert.Equal(["relay off", "relay on", "relay off"], await Follow("starve", then: _ => { }, lines: 3));

    private static async Task<List<string>> Follow(string scenario, Action<Process> then, int lines)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        using var process = DoorProcess.Start(scenario);
        try
        {
            var seen = new List<string>();
            while (seen.Count < lines && await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                seen.Add(line);
                if (line is "relay on")
                    then(process);
            }

            return seen;
        }
        finally
        {
            process.Kill();
        }
    }
}
