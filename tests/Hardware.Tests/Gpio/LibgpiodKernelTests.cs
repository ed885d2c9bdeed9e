using System.Collections.Concurrent;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio;
using AccessKiosk.Hardware.Gpio.Libgpiod;
using AccessKiosk.Hardware.Tests.Doors;
using AccessKiosk.Hardware.Timing;

namespace AccessKiosk.Hardware.Tests.Gpio;

/// <summary>libgpiod 1 on the running kernel.</summary>
[Collection("gpio-sim")]
[Trait("Speed", "slow")]
[Trait("Machine", "vm")]
public sealed class LibgpiodV1KernelTests() : LibgpiodKernelTests("libgpiod.so.2");

/// <summary>libgpiod 2 on the running kernel.</summary>
[Collection("gpio-sim")]
[Trait("Speed", "slow")]
[Trait("Machine", "vm")]
public sealed class LibgpiodV2KernelTests() : LibgpiodKernelTests("libgpiod.so.3");

/// <summary>Against the kernel's own gpio-sim chip of at least 8 lines; skipped where there is none.</summary>
public abstract class LibgpiodKernelTests(string library)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void An_output_holds_its_initial_level_from_the_request_and_is_put_back_when_disposed(bool activeLow, bool initial)
    {
        var chip = SimChip.Find();
        using var gpio = Board(chip, ("relay", 0, activeLow));
        var output = gpio.RequestOutput("relay", initial);
        Assert.Equal(initial != activeLow, chip.Level(0));
        output.Set(!initial);
        Assert.Equal(initial == activeLow, chip.Level(0));
        output.Set(initial);
        Assert.Equal(initial != activeLow, chip.Level(0));
        output.Dispose();
        gpio.RequestOutput("relay", initial).Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Edges_arrive_in_order_with_logical_levels(bool activeLow)
    {
        var chip = SimChip.Find();
        chip.Pull(1, up: activeLow);
        using var gpio = Board(chip, ("rex", 1, activeLow));
        using var input = gpio.RequestInput("rex");
        using var seen = new BlockingCollection<bool>();
        input.Watch(edge => seen.Add(edge.Active), failure => throw failure);

        Assert.False(Next(seen));
        for (var i = 0; i < 20; i++)
        {
            chip.Pull(1, up: (i % 2 == 0) != activeLow);
            Assert.Equal(i % 2 == 0, Next(seen));
        }
    }

    [Fact]
    public void A_bounce_shorter_than_the_debounce_time_is_not_reported()
    {
        var chip = SimChip.Find();
        chip.Pull(1, up: false);
        using var gpio = Board(chip, TimeSpan.FromMilliseconds(500), ("rex", 1, false));
        using var input = gpio.RequestInput("rex");
        using var seen = new BlockingCollection<bool>();
        input.Watch(edge => seen.Add(edge.Active), failure => throw failure);
        Assert.False(Next(seen));
        for (var i = 0; i < 10; i++)
            chip.Pull(1, up: i % 2 == 0);
        chip.Pull(1, up: true);

        Assert.True(Next(seen));
        Assert.Empty(seen);
    }

    [Fact]
    public void A_busy_line_says_who_holds_it()
    {
        var chip = SimChip.Find();
        using var gpio = Board(chip, ("relay", 2, false));
        using var holder = gpio.RequestOutput("relay");

        var fault = Assert.Throws<GpioException>(() => gpio.RequestInput("relay"));

        Assert.Contains($"{chip.Name} line 2) is held by \"access-kiosk:relay\"", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_beyond_the_chip_and_a_name_it_does_not_have_are_refused()
    {
        var chip = SimChip.Find();
        var options = new GpioOptions { Driver = GpioDriverKind.Libgpiod };
        options.Lines["beyond"] = new() { Chip = chip.Name, Offset = 1000 };
        options.Lines["named"] = new() { Chip = "/dev/" + chip.Name, Line = "NO-SUCH-LINE" };
        using var gpio = new LibgpiodGpio(options, TimeProvider.System, LibgpiodVersions.Get(library));

        Assert.Contains("has no line 1000; it has lines 0 to ", Assert.Throws<GpioException>(() => gpio.RequestOutput("beyond")).Message, StringComparison.Ordinal);
        Assert.Contains("has no line named NO-SUCH-LINE", Assert.Throws<GpioException>(() => gpio.RequestInput("named")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chip_is_found_by_name_path_number_and_label_and_a_line_by_its_kernels_name()
    {
        var chip = SimChip.Find();
        var options = new GpioOptions { Driver = GpioDriverKind.Libgpiod };
        foreach (var (name, place) in new[] { ("name", chip.Name), ("path", "/dev/" + chip.Name), ("number", chip.Name["gpiochip".Length..]), ("label", SimChip.Label) })
            options.Lines[name] = new() { Chip = place, Line = "DOOR-RELAY" };
        using var gpio = new LibgpiodGpio(options, TimeProvider.System, LibgpiodVersions.Get(library));
        foreach (var name in options.Lines.Keys)
        {
            Assert.Equal((chip.Name, null), gpio.Look(name));
            using var output = gpio.RequestOutput(name, active: true);
            Assert.True(chip.Level(4));
            Assert.Equal((chip.Name, "access-kiosk:" + name), gpio.Look(name));
        }
    }

    [Fact]
    public void Lines_can_be_taken_and_given_back_many_times_without_leaking_descriptors()
    {
        var chip = SimChip.Find();
        using var gpio = Board(chip, ("relay", 0, false), ("rex", 1, false));
        Cycle(gpio, 10);
        var before = Directory.GetFiles("/proc/self/fd").Length;
        Cycle(gpio, 200);

        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length, 0, before + 20);
    }

    [Fact]
    public async Task A_door_on_real_lines_opens_for_its_pulse_and_hears_its_contact()
    {
        var chip = SimChip.Find();
        chip.Pull(1, up: false);
        using var clock = new DoorClock();
        using var gpio = Board(chip, ("relay", 0, false), ("contact", 1, false));
        using var door = Door.Open(new() { Name = "main", Relay = "relay", Contact = "contact" }, gpio, clock);
        Assert.False(chip.Level(0));
        Assert.True(door.Grant().Open);
        Assert.True(chip.Level(0));
        await Until(() => !chip.Level(0));

        chip.Pull(1, up: true);
        await Until(() => door.State.Leaf is not DoorLeaf.Closed);
        chip.Pull(1, up: false);
        await Until(() => door.State.Leaf is DoorLeaf.Closed);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("KILL")]
    public async Task A_process_that_is_ended_in_the_middle_of_a_grant_leaves_the_relay_at_rest(string signal)
    {
        var chip = SimChip.Find();
        chip.Pull(0, up: false);
        using var process = DoorProcess.Start("wait", chip.Name);
        try
        {
            await Until(() => chip.Level(0));
            DoorProcess.Signal(signal, process);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.False(chip.Level(0));
        }
        finally
        {
            process.Kill();
        }
    }

    private static void Cycle(LibgpiodGpio gpio, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var output = gpio.RequestOutput("relay");
            using var input = gpio.RequestInput("rex");
        }
    }

    private static Task Until(Func<bool> condition) => Waiting.UntilAsync(condition, Patience);

    private static bool Next(BlockingCollection<bool> seen)
    {
        Assert.True(seen.TryTake(out var level, Patience), "no edge arrived");
        return level;
    }

    private LibgpiodGpio Board(SimChip chip, params ReadOnlySpan<(string Name, int Offset, bool ActiveLow)> lines) => Board(chip, TimeSpan.Zero, lines);

    private LibgpiodGpio Board(SimChip chip, TimeSpan debounce, params ReadOnlySpan<(string Name, int Offset, bool ActiveLow)> lines)
    {
        var options = new GpioOptions { Driver = GpioDriverKind.Libgpiod };
        foreach (var (name, offset, activeLow) in lines)
            options.Lines[name] = new() { Chip = chip.Name, Offset = offset, ActiveLow = activeLow, Debounce = debounce };
        return new(options, TimeProvider.System, LibgpiodVersions.Get(library));
    }
}
