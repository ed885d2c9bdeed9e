using AccessKiosk.Hardware.Gpio;
using AccessKiosk.Hardware.Gpio.Simulated;
using Microsoft.Extensions.Time.Testing;

namespace AccessKiosk.Hardware.Tests.Gpio;

public sealed class SimulatedGpioTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly SimulatedGpio _gpio;

    public SimulatedGpioTests()
    {
        var options = new GpioOptions();
        options.Lines["slow"] = new() { Debounce = TimeSpan.FromMilliseconds(20) };
        _gpio = new(_time, options);
    }

    [Fact]
    public void An_output_holds_its_initial_level_from_the_request_and_returns_to_it_when_given_back()
    {
        var output = _gpio.RequestOutput("relay", active: true);
        Assert.True(_gpio.IsActive("relay"));
        output.Set(false);
        Assert.False(_gpio.IsActive("relay"));
        output.Dispose();
        Assert.True(_gpio.IsActive("relay"));
        Assert.Throws<ObjectDisposedException>(() => output.Set(false));
    }

    [Fact]
    public void A_line_has_one_owner_until_it_is_given_back()
    {
        using (_gpio.RequestOutput("relay"))
            Assert.Contains("relay is already held as an Output", Assert.Throws<GpioException>(() => _gpio.RequestInput("RELAY")).Message, StringComparison.OrdinalIgnoreCase);
        _gpio.RequestInput("relay").Dispose();
    }

    [Fact]
    public void A_watcher_gets_the_present_level_at_once_and_then_every_change()
    {
        _gpio.Set("rex", true);
        using var input = _gpio.RequestInput("rex");
        var seen = new List<bool>();
        input.Watch(edge => seen.Add(edge.Active), _ => { });
        _gpio.Set("rex", false);
        _gpio.Set("rex", false);
        _gpio.Set("rex", true);

        Assert.Equal([true, false, true], seen);
    }

    [Fact]
    public void A_level_counts_once_it_has_stayed_for_the_debounce_time()
    {
        using var input = _gpio.RequestInput("slow");
        var seen = new List<bool>();
        input.Watch(edge => seen.Add(edge.Active), _ => { });
        for (var i = 0; i < 10; i++)
        {
            _gpio.Set("slow", i % 2 == 0);
            _time.Advance(TimeSpan.FromMilliseconds(19));
        }

        Assert.Equal([false], seen);
        _gpio.Set("slow", true);
        _time.Advance(TimeSpan.FromMilliseconds(19));
        Assert.False(input.IsActive);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(input.IsActive);
        Assert.Equal([false, true], seen);
    }

    [Fact]
    public void A_broken_line_tells_its_owner_once_even_if_it_watches_later()
    {
        using var input = _gpio.RequestInput("contact");
        _gpio.Break("contact");
        _gpio.Break("contact");
        var failures = new List<GpioException>();
        input.Watch(_ => { }, failures.Add);

        Assert.Contains("contact", Assert.Single(failures).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_reported_after_an_input_is_given_back()
    {
        var input = _gpio.RequestInput("slow");
        var seen = 0;
        input.Watch(_ => seen++, _ => seen++);
        _gpio.Set("slow", true);
        input.Dispose();
        _time.Advance(TimeSpan.FromSeconds(1));
        _gpio.Break("slow");

        Assert.Equal(1, seen);
    }

    [Fact]
    public void Disposing_the_board_gives_every_line_back()
    {
        _gpio.RequestOutput("relay").Set(true);
        _gpio.RequestInput("rex");
        _gpio.Dispose();

        Assert.All(_gpio.Lines, line => Assert.Equal((SimulatedLineUse.Free, false), (line.Use, line.Active)));
    }

    [Fact]
    public void An_output_cannot_be_set_from_outside()
    {
        using var output = _gpio.RequestOutput("relay");
        Assert.Throws<GpioException>(() => _gpio.Set("relay", true));
    }

    public void Dispose() => _gpio.Dispose();
}
