using AccessKiosk.Liveness.Stream;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Liveness.Tests.Stream;

public sealed class StreamWatchTests : IDisposable
{
    private readonly Image _picture = Image.Create(64, 48, 1);
    private readonly StreamWatch _watch = new();

    [Fact]
    public void A_camera_with_noise_is_no_fault()
    {
        for (var i = 0; i < 300; i++)
            Show(i, i);

        Assert.Equal(StreamFault.None, _watch.Fault);
    }

    [Fact]
    public void A_picture_that_stands_still_is_a_frozen_stream()
    {
        for (var i = 0; i < 30; i++)
            Show(i, 7);

        Assert.Equal(StreamFault.Frozen, _watch.Fault);
    }

    [Fact]
    public void A_few_repeated_pictures_are_what_cameras_do()
    {
        for (var i = 0; i < 60; i++)
            Show(i, i / 3);

        Assert.Equal(StreamFault.None, _watch.Fault);
    }

    [Fact]
    public void A_picture_that_comes_twice_in_a_row_is_told_from_a_new_one()
    {
        Show(0, 1);
        Assert.False(_watch.IsRepeat);
        Show(1, 1);
        Assert.True(_watch.IsRepeat);
        Show(2, 2);
        Assert.False(_watch.IsRepeat);
    }

    [Fact]
    public void A_stretch_that_comes_again_is_a_loop()
    {
        for (var i = 0; i < 100; i++)
            Show(i, i % 60);

        Assert.Equal(StreamFault.Looped, _watch.Fault);
    }

    [Fact]
    public void Time_that_does_not_pass_is_a_fault()
    {
        for (var i = 0; i < 10; i++)
            Show(0, i);

        Assert.Equal(StreamFault.Timing, _watch.Fault);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(60)]
    public void A_still_room_that_repeats_bit_for_bit_is_no_fault_nor_is_who_steps_in(int pictures)
    {
        for (var i = 0; i < 600; i++)
        {
            Show(i, i % pictures, hasFace: false);
            Assert.Equal(StreamFault.None, _watch.Fault);
        }

        for (var i = 600; i < 700; i++)
        {
            Show(i, i);
            Assert.Equal(StreamFault.None, _watch.Fault);
        }
    }

    [Fact]
    public void A_fault_ends_with_its_cause()
    {
        for (var i = 0; i < 30; i++)
            Show(i, 7);
        Show(30, 30);

        Assert.Equal(StreamFault.None, _watch.Fault);
    }

    public void Dispose() => _picture.Dispose();

    private void Show(int frame, int content, bool hasFace = true)
    {
        new Random(content).NextBytes(_picture.Pixels);
        _watch.Observe(_picture, TimeSpan.FromMilliseconds(40 * frame), hasFace);
    }
}
