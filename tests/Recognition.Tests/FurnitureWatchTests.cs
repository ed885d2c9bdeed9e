using AccessKiosk.Recognition.Perception;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Geometry;

namespace AccessKiosk.Recognition.Tests;

/// <summary>Faces that belong to the room, and people who come before them.</summary>
public sealed class FurnitureWatchTests
{
    private readonly FurnitureWatch _watch = new();
    private TimeSpan _now;
    private long _track;

    [Fact]
    public void A_picture_on_the_wall_is_judged_a_few_times_and_then_left_alone()
    {
        Assert.Equal(FurnitureWatch.PlaceRefusals, Judged(looks: 100, _ => At(300)));
        Assert.Equal(0, Judged(looks: 100, _ => At(300, sway: 0.3f)));
        Assert.True(_watch.IsRoom(_track));
    }

    [Fact]
    public void A_picture_that_is_found_again_and_again_is_known_by_its_place()
    {
        Assert.Equal(FurnitureWatch.PlaceRefusals, Judged(looks: 100, _ => At(300), isOneTrack: false));
    }

    [Fact]
    public void A_television_is_known_by_the_place_of_its_faces()
    {
        var random = new Random(1);
        Judged(looks: 10, _ => At(300 + random.Next(-40, 41)), isOneTrack: false);
        Assert.Equal(0, Judged(looks: 200, _ => At(300 + random.Next(-40, 41)), isOneTrack: false));
        Assert.Equal(0, Judged(looks: 10, look => At(270 + 6 * look)));
    }

    [Fact]
    public void Somebody_who_waits_is_judged_again_after_a_step_or_when_coming_nearer()
    {
        Judged(looks: 4, look => At(100 * look), judge: false);
        Assert.Equal(FurnitureWatch.StayRefusals, Judged(looks: 100, _ => At(300), newTrack: false));
        Assert.True(_watch.Contains(_track));
        Assert.False(_watch.IsRoom(_track));
        Assert.Equal(1, Judged(looks: 1, _ => At(400), newTrack: false));
        Assert.Equal(1, Judged(looks: 1, _ => At(400, width: 140), newTrack: false));
    }

    [Fact]
    public void Somebody_who_was_recognised_and_alive_is_judged_however_often_they_are_refused_after_it()
    {
        Judged(looks: 1, _ => At(300), judge: false);
        _watch.Recognise(_track);
        Assert.Equal(20, Judged(looks: 20, _ => At(300), newTrack: false));
        Assert.False(_watch.IsRoom(_track));
    }

    [Theory]
    [InlineData(0, 300, 100, 100)]
    [InlineData(300, 300, 60, 100)]
    [InlineData(300, 300, 100, 150)]
    public void Whoever_comes_before_a_picture_is_judged(int from, int to, int fromWidth, int toWidth)
    {
        Judged(looks: 100, _ => At(300), isOneTrack: false);

        Judged(looks: 20, look => At(from + (to - from) * look / 19, width: fromWidth + (toWidth - fromWidth) * look / 19), judge: false);

        Assert.Equal(1, Judged(looks: 1, _ => At(to, width: toWidth), newTrack: false));
    }

    [Fact]
    public void A_place_is_forgotten_when_no_face_was_there_for_long()
    {
        Judged(looks: 100, _ => At(300), isOneTrack: false);
        _now += FurnitureWatch.Forgotten + TimeSpan.FromSeconds(1);
        Assert.Equal(1, Judged(looks: 1, _ => At(300)));
    }

    [Fact]
    public void Many_faces_allocate_nothing()
    {
        TrackedFace[] faces = [.. Enumerable.Range(1, 32).Select(i => new TrackedFace(i, new(At(20 * i), default, default), 1, 0))];
        _watch.Observe(faces, TimeSpan.Zero);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 1; i < 100; i++)
        {
            _watch.Observe(faces, TimeSpan.FromSeconds(i));
            _watch.Refuse(1 + i % 32, TimeSpan.FromSeconds(i));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // How often a face is judged and refused, a look every second.
    private int Judged(int looks, Func<int, Box> place, bool isOneTrack = true, bool newTrack = true, bool judge = true)
    {
        var judged = 0;
        for (var look = 0; look < looks; look++)
        {
            if (look == 0 ? newTrack : !isOneTrack)
                _track++;
            _now += TimeSpan.FromSeconds(1);
            _watch.Observe([new(_track, new(place(look), default, default), look, 0)], _now);
            if (!judge || _watch.Contains(_track))
                continue;
            judged++;
            _watch.Refuse(_track, _now);
        }

        return judged;
    }

    private static Box At(float x, float width = 100, float sway = 0) => new(x + sway * width - width / 2, 200 - width / 2, width, width);
}
