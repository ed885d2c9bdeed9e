using AccessKiosk.Hardware.Doors;

namespace AccessKiosk.Hardware.Tests.Doors;

public sealed class DoorOptionsTests
{
    [Fact]
    public void The_defaults_with_a_name_and_a_relay_are_sound() =>
        Assert.Empty(new DoorOptions { Name = "main", Relay = "relay" }.Faults());

    [Fact]
    public void Every_fault_is_named_at_once_with_key_value_and_what_is_allowed()
    {
        var options = new DoorOptions
        {
            Name = "main",
            Contact = "a",
            Rex = "A",
            Wiring = (LockWiring)9,
            Pulse = TimeSpan.FromSeconds(0.4),
            RexTime = TimeSpan.FromMinutes(2),
            HeldWarning = TimeSpan.FromSeconds(40),
        };

        Assert.Equal(
            [
                "Doors:main:Relay is empty; allowed: a value.",
                "Doors:main:Wiring is 9; allowed: FailSecure, FailSafe.",
                "Doors:main:Pulse is 00:00:00.4000000; allowed: 00:00:00.5000000 to 00:01:00.",
                "Doors:main:RexTime is 00:02:00; allowed: 00:00:01 to 00:01:00.",
                "Doors:main:HeldAlarm is 00:00:30; allowed: more than HeldWarning (00:00:40).",
                "Doors:main: the line a is named twice; each use has its own line.",
            ],
            options.Faults());
        Assert.Equal(6, Assert.Throws<DoorException>(options.EnsureValid).Message.Split('\n').Length);
    }

    [Theory]
    [InlineData(0.5, true)]
    [InlineData(60, true)]
    [InlineData(0.499, false)]
    [InlineData(60.001, false)]
    public void The_pulse_is_half_a_second_to_a_minute(double seconds, bool allowed) =>
        Assert.Equal(allowed, new DoorOptions { Name = "main", Relay = "r", Pulse = TimeSpan.FromSeconds(seconds) }.Faults().Count == 0);

    [Fact]
    public void A_lamp_and_an_input_of_one_door_cannot_share_a_line() =>
        Assert.Contains("the line rex is named twice", Assert.Single(new DoorOptions { Name = "a", Relay = "r", Rex = "rex", Indicators = new() { Red = "REX" } }.Faults()), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void A_door_of_an_interlock_needs_a_contact() =>
        Assert.Contains("Contact", Assert.Single(new DoorOptions { Name = "a", Relay = "r", Interlock = "trap" }.Faults()), StringComparison.Ordinal);
}
