using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio;
using AccessKiosk.Hardware.Gpio.Drivers;
using AccessKiosk.Hardware.Tests.Doors;
using AccessKiosk.Hardware.Tests.Watchdogs;
using AccessKiosk.Hardware.Timing;

namespace AccessKiosk.Hardware.Tests.Gpio.UsbRelays;

/// <summary>LCUS boards behind a tty of the kernel: a pseudo-terminal, so that every machine can run it.</summary>
[Trait("Machine", "vm")]
public sealed class SerialRelayTests : UsbRelayTests
{
    private protected override RelayBoard Start() => new SerialBoard();

    [Fact]
    public void A_file_that_is_no_terminal_is_refused()
    {
        using var gpio = Box("serial:/dev/null");

        Assert.Contains("/dev/null: Inappropriate ioctl for device", Assert.Throws<GpioException>(() => gpio.RequestOutput("relay")).Message, StringComparison.Ordinal);
    }
}

/// <summary>USBRelay boards behind the kernel's hidraw.</summary>
[Trait("Speed", "slow")]
[Trait("Machine", "vm")]
[Collection("hidraw")]
public sealed class HidRelayTests : UsbRelayTests
{
    private protected override RelayBoard Start() => HidBoard.Start();

    [Fact]
    public void A_board_that_does_not_obey_is_noticed_by_reading_it_back()
    {
        using var board = HidBoard.Start();
        using var gpio = Box(board.Chip);
        using var relay = gpio.RequestOutput("relay");
        board.IsStuck = true;

        Assert.Contains("the board says that relay 1 is off", Assert.Throws<GpioException>(() => relay.Set(true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_relay_beyond_the_board_and_another_makers_device_are_refused()
    {
        using var board = HidBoard.Start();
        using var gpio = Box(board.Chip, offset: 3);
        Assert.Contains("it has relays 1 to 2, not 3", Assert.Throws<GpioException>(() => gpio.RequestOutput("relay")).Message, StringComparison.Ordinal);

        using var mouse = HidBoard.Start("Some Mouse");
        using var other = Box(mouse.Chip);
        Assert.Contains("is Some Mouse (16c0:05df), not a USBRelay board", Assert.Throws<GpioException>(() => other.RequestOutput("relay")).Message, StringComparison.Ordinal);
    }
}

/// <summary>What every kind of USB relay board must hold to.</summary>
public abstract class UsbRelayTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("relays");

    private protected abstract RelayBoard Start();

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_relay_takes_its_first_level_follows_and_is_put_back_when_given_back(bool activeLow, bool initial)
    {
        using var board = Start();
        using var gpio = Box(board.Chip, activeLow: activeLow);
        var relay = gpio.RequestOutput("relay", initial);
        await Until(() => board.IsOn(1) == (initial != activeLow));
        relay.Set(!initial);
        await Until(() => board.IsOn(1) == (initial == activeLow));
        Assert.False(board.IsOn(2));
        relay.Dispose();
        await Until(() => board.IsOn(1) == (initial != activeLow));
        gpio.RequestOutput("relay", initial).Dispose();
    }

    [Fact]
    public void A_board_belongs_to_one_program_and_a_relay_to_one_owner()
    {
        using var board = Start();
        using var gpio = Box(board.Chip);
        using var other = Box(board.Chip);
        using var relay = gpio.RequestOutput("relay");

        Assert.Contains("another program holds it", Assert.Throws<GpioException>(() => other.RequestOutput("relay")).Message, StringComparison.Ordinal);
        Assert.Contains("is already held as relay", Assert.Throws<GpioException>(() => gpio.RequestOutput("relay")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_board_that_is_unplugged_is_a_fault_of_its_door_until_it_is_plugged_in_again()
    {
        using var board = Start();
        using var clock = new DoorClock();
        using var gpio = Box(board.Chip);
        using var door = Door.Open(new() { Name = "main", Relay = "relay" }, gpio, clock);
        board.Unplug();
        await Until(() => door.State.Mode is DoorMode.Fault);
        Assert.False(door.Grant().Open);
        board.Plug();
        await Until(() => door.State.Mode is DoorMode.Locked);
        Assert.True(door.Grant().Open);
        await Until(() => board.IsOn(1));
        await Until(() => !board.IsOn(1));
    }

    [Fact]
    public async Task After_kill_9_the_relay_stays_on_until_the_guards_stop_command()
    {
        using var board = Start();
        using (var kiosk = DoorProcess.Start("wait", board.Chip))
        {
            await Until(() => board.IsOn(1));
            var (busy, _, errors) = await GuardProcess.RunAsync("lock", "--wait", "0", $"{board.Chip}:1=low");
            Assert.Equal((1, $"{board.Chip}:1 could not be locked: Device or resource busy, held by the kiosk or another program"), (busy, errors[0]));
            await DoorProcess.KillAsync(kiosk);
        }

        // This is the danger: nobody is there, and the lock is open.
        Assert.True(board.IsOn(1));
        var (code, output, _) = await GuardProcess.RunAsync("lock", $"{board.Chip}:1=low");
        Assert.Equal((0, "accesskiosk-guard: locked 1 of 1 lines\n"), (code, output));
        await Until(() => !board.IsOn(1));
    }

    [Theory]
    [InlineData("KILL")]
    [InlineData("STOP")]
    public async Task The_watching_guard_puts_the_relay_to_rest_when_its_kiosk_is_killed_or_hangs(string signal)
    {
        using var board = Start();
        var (socket, lines) = (Path.Combine(_folder.FullName, "guard.sock"), Path.Combine(_folder.FullName, "lines"));
        await File.WriteAllTextAsync(lines, $"{board.Chip}:1=low\n", TestContext.Current.CancellationToken);
        using var guard = await GuardProcess.WatchAsync(socket, lines, timeout: 5);
        await guard.SaysAsync("locked 1 of 1 lines");
        using var kiosk = DoorProcess.Start(socket, ["wait", board.Chip]);
        await guard.SaysAsync("watching");
        await Until(() => board.IsOn(1));
        DoorProcess.Signal(signal, kiosk);
        Assert.Equal("locked 1 of 1 lines", await guard.SaysAsync("locked"));
        await Until(() => !board.IsOn(1));
        await kiosk.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_board_that_is_not_there_is_told_with_its_place()
    {
        using var gpio = Box("serial:/dev/no-such-relay");

        Assert.Contains("The relay board serial:/dev/no-such-relay cannot be driven: /dev/no-such-relay: No such file or directory.", Assert.Throws<GpioException>(() => gpio.RequestOutput("relay")).Message, StringComparison.Ordinal);
        Assert.Contains("no relay board: /dev/no-such-relay: No such file", Assert.Throws<GpioException>(() => gpio.Look("relay")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_board_can_be_looked_at_while_another_program_works_it()
    {
        using var board = Start();
        using var gpio = Box(board.Chip);
        Assert.Equal((board.Chip, null), gpio.Look("relay"));
        using var kiosk = DoorProcess.Start("wait", board.Chip);
        try
        {
            Assert.True(SpinWait.SpinUntil(() => board.IsOn(1), TimeSpan.FromMinutes(1)));
            Assert.Equal((board.Chip, $"AccessKiosk.Har ({kiosk.Id})"), gpio.Look("relay"));
        }
        finally
        {
            kiosk.Kill();
            kiosk.WaitForExit();
        }
    }

    [Fact]
    public void A_relay_is_no_input()
    {
        using var board = Start();
        using var gpio = Box(board.Chip);

        Assert.Contains("a USB relay board has no inputs", Assert.Throws<GpioException>(() => gpio.RequestInput("relay")).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected static HardwareGpioDriver Box(string chip, int offset = 1, bool activeLow = false)
    {
        var options = new GpioOptions { Driver = GpioDriverKind.Libgpiod };
        options.Lines["relay"] = new() { Chip = chip, Offset = offset, ActiveLow = activeLow };
        return new(options, TimeProvider.System);
    }

    private static Task Until(Func<bool> condition) => Waiting.UntilAsync(condition, TimeSpan.FromMinutes(1));
}
