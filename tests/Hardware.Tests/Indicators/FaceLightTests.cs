using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Hardware.Gpio.Simulated;
using AccessKiosk.Hardware.Indicators;
using Microsoft.Extensions.Time.Testing;

namespace AccessKiosk.Hardware.Tests.Indicators;

public sealed class FaceLightTests : IDisposable
{
    private const float Dark = 40;
    private const float Lit = 130;

    private static readonly TimeSpan Picture = TimeSpan.FromMilliseconds(40);

    private readonly SimulatedGpio _gpio;
    private readonly FaceLight _light;
    private TimeSpan _now;

    public FaceLightTests()
    {
        var time = new FakeTimeProvider();
        _gpio = new(time);
        _light = new("lamp", 60, _gpio, time);
    }

    public void Dispose()
    {
        _light.Dispose();
        _gpio.Dispose();
    }

    [Fact]
    public void A_dark_face_is_lit_and_a_bright_one_or_a_passing_shadow_is_not()
    {
        See(10, Lit);
        See(2, Dark);
        See(1, Lit);
        See(2, Dark);
        Assert.False(IsOn);
        See(1, Dark);
        Assert.True(IsOn);
    }

    [Fact]
    public void It_stays_on_while_somebody_stands_in_its_light_and_goes_out_when_they_have_left()
    {
        See(3, Dark);
        See(500, Lit);
        // Turned away, decided on, or behind somebody: there, and not measured.
        See(500, null);
        Assert.True(IsOn);
        SeeNobody(TimeSpan.FromSeconds(4));
        Assert.True(IsOn);
        SeeNobody(TimeSpan.FromSeconds(2));
        Assert.False(IsOn);
        SeeNobody(TimeSpan.FromMinutes(1));
        Assert.False(IsOn);
    }

    [Fact]
    public void Nothing_is_compared_across_a_change_of_the_light()
    {
        See(1, Lit);
        Assert.False(_light.IsSettling(_now));
        See(3, Dark);
        Assert.True(_light.IsSettling(_now + TimeSpan.FromMilliseconds(480)));
        Assert.False(_light.IsSettling(_now + TimeSpan.FromMilliseconds(500)));
        SeeNobody(TimeSpan.FromSeconds(5) + Picture);
        Assert.True(_light.IsSettling(_now));
    }

    [Fact]
    public void It_goes_out_when_the_camera_sees_nothing_any_more_and_the_next_run_s_clock_starts_anew()
    {
        _now = TimeSpan.FromHours(3);
        See(3, Dark);
        _light.Rest();
        Assert.False(IsOn);
        _now = TimeSpan.Zero;
        Assert.False(_light.IsSettling(_now));
        See(3, Dark);
        Assert.True(IsOn);
    }

    [Fact]
    public void A_line_that_fails_says_so_and_stops_nothing()
    {
        _gpio.Break("lamp");
        See(3, Dark);
        Assert.NotNull(_light.Failure);
        SeeNobody(TimeSpan.FromSeconds(6));
        _gpio.Repair("lamp");
        See(3, Dark);
        Assert.Equal((true, null), (IsOn, _light.Failure));
    }

    [Fact]
    public void A_lamp_has_a_line_of_its_own()
    {
        (string, CameraOptions)[] cameras = [("Cameras:in", new() { Lamp = "Relay" }), ("Cameras:out", new() { Lamp = "light" }), ("Cameras:side", new() { Lamp = "light" }), ("Cameras:back", new())];
        Assert.Equal(
            ["Cameras:in:Lamp is Relay, which a door uses; allowed: a line of its own.", "Cameras:out:Lamp and Cameras:side:Lamp are the same line; allowed: a line of its own for each."],
            LampLines.Faults(cameras, [new() { Name = "main", Relay = "relay" }]));
    }

    private bool IsOn => _gpio.IsActive("lamp");

    private void See(int pictures, float? brightness)
    {
        for (var i = 0; i < pictures; i++)
            _light.Observe(isSomebody: true, brightness, _now += Picture);
    }

    private void SeeNobody(TimeSpan time)
    {
        for (var until = _now + time; _now < until;)
            _light.Observe(isSomebody: false, null, _now += Picture);
    }
}
