using AccessKiosk.Liveness.Blink;
using AccessKiosk.Liveness.Cues;

namespace AccessKiosk.Liveness.Tests.Blink;

public sealed class BlinkCueTests
{
    private readonly BlinkCue _cue = new();
    private int _frame;

    [Fact]
    public void A_blink_counts_once()
    {
        Show(0.3f, 20);
        Show(0.1f, 3);
        Show(0.3f, 5);

        Assert.Equal(1, _cue.Count);
        Assert.Equal(new(1, 1), _cue.Read());
    }

    [Fact]
    public void No_blink_says_nothing()
    {
        Show(0.3f, 100);
        Assert.Equal(CueReading.CannotTell, _cue.Read());
    }

    [Fact]
    public void Eyes_that_stay_shut_are_no_blink()
    {
        Show(0.3f, 20);
        Show(0.1f, 30);
        Show(0.3f, 5);

        Assert.Equal(0, _cue.Count);
    }

    private void Show(float openness, int frames)
    {
        for (var i = 0; i < frames; i++)
            _cue.Add(left: true, openness, TimeSpan.FromMilliseconds(40 * _frame++));
    }
}
