using AccessKiosk.Hardware.Tests.Doors;
using AccessKiosk.Hardware.Tests.Gpio;

namespace AccessKiosk.Hardware.Tests.Watchdogs;

/// <summary>The guard on chips of the running kernel: one that lets go of its line when the holder dies, one that does not.</summary>
[Collection("gpio-sim")]
[Trait("Speed", "slow")]
[Trait("Machine", "vm")]
public sealed class GuardKernelTests : IDisposable
{
    private const string Processor = "gpio-sim", Expander = "pca9554";
    private const int Relay = 0;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("guard");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(Processor, false)]
    [InlineData(Expander, true)]
    public async Task After_kill_9_a_processors_chip_lets_go_and_an_expander_keeps_the_door_open(string kind, bool stays)
    {
        var chip = Chip(kind);
        using var kiosk = DoorProcess.Start("wait", chip.Name);
        await Until(() => chip.Level(Relay));
        await DoorProcess.KillAsync(kiosk);
        Assert.Equal(stays, chip.Level(Relay));
    }

    [Theory]
    [InlineData(Processor)]
    [InlineData(Expander)]
    public async Task The_stop_command_locks_after_kill_9(string kind)
    {
        var chip = Chip(kind);
        using (var kiosk = DoorProcess.Start("wait", chip.Name))
        {
            await Until(() => chip.Level(Relay));
            await DoorProcess.KillAsync(kiosk);
        }

        Assert.Equal((0, "accesskiosk-guard: locked 1 of 1 lines\n"), await Lock($"{chip.Name}:{Relay}=low"));
        Assert.False(chip.Level(Relay));
    }

    [Fact]
    public async Task An_expander_is_left_at_the_level_that_locks_high_for_a_magnet()
    {
        var chip = Chip(Expander);
        Assert.Equal(0, (await Lock($"{chip.Name}:{Relay}=high")).Code);
        Assert.True(chip.Level(Relay));
        Assert.Equal(0, (await Lock($"/dev/{chip.Name}:{Relay}=low")).Code);
        Assert.False(chip.Level(Relay));
    }

    [Fact]
    public async Task A_line_is_found_by_its_kernels_name()
    {
        var chip = Chip(Processor);
        Assert.Equal((0, "accesskiosk-guard: locked 1 of 1 lines\n"), await Lock($"{chip.Name}:DOOR-RELAY=low"));
        var (code, _, errors) = await GuardProcess.RunAsync("lock", "--wait", "0", $"{chip.Name}:NO-SUCH=low", $"{chip.Name}:1000=low");
        Assert.Equal(1, code);
        Assert.Equal([$"{chip.Name}:NO-SUCH could not be locked: the chip has no such line", $"{chip.Name}:1000 could not be locked: the chip has no such line"], errors);
    }

    [Theory]
    [InlineData(Processor)]
    [InlineData(Expander)]
    public async Task A_living_kiosk_keeps_its_line_and_the_guard_says_who_holds_it(string kind)
    {
        var chip = Chip(kind);
        using var kiosk = DoorProcess.Start("wait", chip.Name);
        await Until(() => chip.Level(Relay));
        var (code, _, errors) = await GuardProcess.RunAsync("lock", "--wait", "0", $"{chip.Name}:{Relay}=low");
        Assert.Equal((1, $"{chip.Name}:0 could not be locked: Device or resource busy, held by access-kiosk:relay"), (code, errors[0]));
        Assert.True(chip.Level(Relay));
        await DoorProcess.KillAsync(kiosk);
    }

    [Theory]
    [InlineData(Processor)]
    [InlineData(Expander)]
    public async Task The_watching_guard_locks_after_kill_9(string kind)
    {
        var chip = Chip(kind);
        using var guard = await Watch(chip);
        using var kiosk = DoorProcess.Start(Socket, ["wait", chip.Name]);
        await guard.SaysAsync("watching");
        Assert.True(chip.Level(Relay));
        await DoorProcess.KillAsync(kiosk);
        Assert.Equal("locked 1 of 1 lines", await guard.SaysAsync("locked"));
        Assert.False(chip.Level(Relay));
    }

    [Theory]
    [InlineData(Processor)]
    [InlineData(Expander)]
    public async Task The_watching_guard_kills_a_stopped_kiosk_and_locks(string kind)
    {
        var chip = Chip(kind);
        using var guard = await Watch(chip);
        using var kiosk = DoorProcess.Start(Socket, ["wait", chip.Name]);
        await guard.SaysAsync("watching");
        DoorProcess.Signal("STOP", kiosk);
        Assert.True(chip.Level(Relay));
        Assert.Equal("locked 1 of 1 lines", await guard.SaysAsync("locked"));
        Assert.False(chip.Level(Relay));
        await kiosk.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_guard_locks_an_expander_that_a_reboot_left_open()
    {
        var chip = Chip(Expander);
        await Lock($"{chip.Name}:{Relay}=high");
        using var guard = await Watch(chip);
        await Until(() => !chip.Level(Relay));
    }

    private string Socket => Path.Combine(_folder.FullName, "guard.sock");

    private static KernelChip Chip(string kind)
    {
        var chip = KernelChip.Find(kind);
        chip.Rest(Relay);
        return chip;
    }

    // Passes over what it says about the lock at its own start.
    private async Task<GuardProcess> Watch(KernelChip chip)
    {
        var lines = Path.Combine(_folder.FullName, "lines");
        await File.WriteAllTextAsync(lines, $"{chip.Name}:{Relay}=low\n", TestContext.Current.CancellationToken);
        var guard = await GuardProcess.WatchAsync(Socket, lines, timeout: 10);
        await guard.SaysAsync("locked 1 of 1 lines");
        return guard;
    }

    private static async Task<(int Code, string Output)> Lock(string line)
    {
        var (code, output, _) = await GuardProcess.RunAsync("lock", line);
        return (code, output);
    }

    private static Task Until(Func<bool> condition) => Waiting.UntilAsync(condition, TimeSpan.FromMinutes(2));
}
