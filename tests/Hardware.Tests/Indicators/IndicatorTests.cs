using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio.Simulated;
using AccessKiosk.Hardware.Indicators;
using Microsoft.Extensions.Time.Testing;

namespace AccessKiosk.Hardware.Tests.Indicators;

public sealed class IndicatorTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly SimulatedGpio _gpio;

    public IndicatorTests() => _gpio = new(_time);

    [Fact]
    public void A_pattern_with_a_count_ends_dark()
    {
        using var lamp = new Indicator(_gpio.RequestOutput("lamp"), _time);
        lamp.Show(new(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(50), Times: 2));

        Assert.Equal("##.##.......", Watch("lamp", 12));
    }

    [Fact]
    public void A_blinking_lamp_blinks_until_it_is_told_otherwise()
    {
        using var lamp = new Indicator(_gpio.RequestOutput("lamp"), _time);
        lamp.Show(IndicatorPattern.Blink(TimeSpan.FromMilliseconds(100)));
        Assert.Equal("##..##..", Watch("lamp", 8));
        lamp.Show(IndicatorPattern.Steady);
        Assert.Equal("########", Watch("lamp", 8));
        lamp.Show(IndicatorPattern.Dark);
        Assert.Equal("....", Watch("lamp", 4));
    }

    [Fact]
    public void A_lamp_that_fails_says_so_and_works_again()
    {
        using var lamp = new Indicator(_gpio.RequestOutput("lamp"), _time);
        _gpio.Break("lamp");
        lamp.Show(IndicatorPattern.Steady);
        Assert.NotNull(lamp.Failure);
        _gpio.Repair("lamp");
        lamp.Show(IndicatorPattern.Blink(TimeSpan.FromMilliseconds(50)));
        Assert.Null(lamp.Failure);
        Assert.True(_gpio.IsActive("lamp"));
    }

    [Fact]
    public void The_lamps_follow_the_door()
    {
        using var lights = new DoorIndicators(new() { Green = "green", Red = "red", Buzzer = "buzzer" }, _gpio, _time);
        Show(DoorMode.Unlocked, DoorLeaf.Closed, DoorActions.Unlock);
        Assert.Equal((true, false), (_gpio.IsActive("green"), _gpio.IsActive("red")));
        Assert.Equal("###.....", Watch("buzzer", 8));

        Show(DoorMode.Locked, DoorLeaf.HeldWarning, DoorActions.WarnHeldOpen);
        Assert.False(_gpio.IsActive("green"));
        Assert.Equal("###.................###.", Watch("buzzer", 24));

        Show(DoorMode.Locked, DoorLeaf.Forced, DoorActions.AlarmForced);
        lights.ShowDenied();
        Assert.Equal("########", Watch("buzzer", 8));
        Assert.Contains('.', Watch("red", 10));

        Show(DoorMode.Locked, DoorLeaf.Closed, DoorActions.EndDoorAlarm);
        lights.ShowDenied();
        Assert.Equal("##..##......", Watch("buzzer", 12));
        Assert.False(_gpio.IsActive("red"));

        Show(DoorMode.Lockdown, DoorLeaf.Closed, DoorActions.None);
        Assert.True(_gpio.IsActive("red"));

        void Show(DoorMode mode, DoorLeaf leaf, DoorActions actions) =>
            lights.Show(new(_time.GetUtcNow(), "main", DoorInput.Tick, actions, mode, leaf, null, TimeSpan.Zero));
    }

    public void Dispose() => _gpio.Dispose();

    /// <summary>One mark for each 50 ms.</summary>
    private string Watch(string line, int steps)
    {
        var marks = new char[steps];
        for (var i = 0; i < steps; i++)
        {
            marks[i] = _gpio.IsActive(line) ? '#' : '.';
            _time.Advance(TimeSpan.FromMilliseconds(50));
        }

        return new(marks);
    }
}
