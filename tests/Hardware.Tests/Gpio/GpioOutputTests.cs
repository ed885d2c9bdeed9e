using AccessKiosk.Hardware.Gpio;

namespace AccessKiosk.Hardware.Tests.Gpio;

/// <summary>What every driver's outputs have in common, on a line that can be unplugged.</summary>
public sealed class GpioOutputTests
{
    [Fact]
    public void A_line_that_failed_while_it_was_put_to_rest_is_at_rest_when_it_comes_back()
    {
        using var line = new UnpluggableLine();
        line.Set(true);
        line.IsUnplugged = true;
        Assert.Throws<GpioException>(() => line.Set(false));

        line.IsUnplugged = false;
        line.Look();

        Assert.Equal([true, false], line.Written);
        Assert.False(line.IsActive);
    }

    [Fact]
    public void A_line_that_failed_while_it_was_driven_is_driven_when_it_comes_back()
    {
        using var line = new UnpluggableLine { IsUnplugged = true };
        Assert.Throws<GpioException>(() => line.Set(true));

        line.IsUnplugged = false;
        line.Look();

        Assert.Equal([true], line.Written);
        Assert.True(line.IsActive);
    }

    [Fact]
    public void A_line_is_put_to_rest_when_it_is_given_back_although_it_failed_before()
    {
        var line = new UnpluggableLine { IsUnplugged = true };
        Assert.Throws<GpioException>(() => line.Set(true));
        Assert.Throws<GpioException>(() => line.Set(false));

        line.IsUnplugged = false;
        line.Dispose();

        Assert.Equal([false], line.Written);
    }

    [Fact]
    public void A_lost_line_is_told_once_and_again_after_it_came_back()
    {
        var told = 0;
        using var line = new UnpluggableLine();
        line.Watch(_ => told++);
        for (var loss = 1; loss <= 2; loss++)
        {
            line.IsUnplugged = true;
            line.Look();
            line.Look();
            Assert.Equal(loss, told);
            line.IsUnplugged = false;
            line.Look();
        }
    }

    private sealed class UnpluggableLine() : GpioOutput("relay", initial: false)
    {
        public bool IsUnplugged { get; set; }

        public List<bool> Written { get; } = [];

        public void Look() => Refresh();

        protected override void Write(bool active)
        {
            if (IsUnplugged)
                throw new GpioException("The board is unplugged.");
            Written.Add(active);
        }

        protected override void Release() { }
    }
}
