using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Tests.Models;

namespace AccessKiosk.Vision.Tests.Detection;

public sealed class FaceTrackerTests
{
    private readonly FaceTracker _tracker = new(new());
    private readonly TrackedFace[] _tracked = new TrackedFace[64];

    [Fact]
    public void A_man_who_turns_his_head_is_one_track_from_the_first_frame_to_the_last()
    {
        using var detector = new BlazeFace(Catalogue.Default, new());
        var faces = new DetectedFace[detector.Capacity];
        var (frames, seen, tracks) = (0, 0, new HashSet<long>());
        foreach (var picture in Recordings.Play(Recordings.Man))
        {
            frames++;
            var count = detector.Detect(picture, faces);
            for (var i = 0; i < Update(faces.AsSpan(0, count)); i++)
            {
                seen++;
                tracks.Add(_tracked[i].Track);
            }
        }

        Assert.True(frames > 1200, $"{frames} frames");
        Assert.InRange(seen, frames * 0.95, frames * 1.02);
        Assert.Equal([1], tracks);
    }

    [Fact]
    public void A_face_that_is_lost_for_five_frames_of_a_recording_keeps_its_track()
    {
        using var detector = new BlazeFace(Catalogue.Default, new());
        var faces = new DetectedFace[detector.Capacity];
        var number = 0;
        foreach (var picture in Recordings.Play(Recordings.Man).Take(300))
        {
            var count = number++ % 20 >= 15 ? 0 : detector.Detect(picture, faces);
            if (Update(faces.AsSpan(0, count)) > 0)
                Assert.Equal(1, _tracked[0].Track);
        }

        Assert.True(_tracked[0].Frames > 200, $"{_tracked[0].Frames} frames");
    }

    [Fact]
    public void A_track_lives_through_five_lost_frames_and_tells_how_many_they_were()
    {
        Update(Face(100));
        Skip(5);
        Update(Face(104));

        Assert.Equal((1, 2, 5), (_tracked[0].Track, _tracked[0].Frames, _tracked[0].Missed));
    }

    [Fact]
    public void A_track_ends_at_the_sixth_lost_frame_and_its_number_is_not_used_again()
    {
        Update(Face(100));
        Skip(5);
        Assert.Empty(_tracker.Ended.ToArray());

        Skip(1);
        Assert.Equal([1], _tracker.Ended.ToArray());

        Update(Face(100));
        Assert.Equal((2, 1), (_tracked[0].Track, _tracked[0].Frames));
        Assert.Empty(_tracker.Ended.ToArray());
    }

    [Theory]
    [InlineData(1.5f, 1)]
    [InlineData(1 / 1.5f, 1)]
    [InlineData(1.7f, 2)]
    [InlineData(1 / 1.7f, 2)]
    public void A_face_that_jumps_in_size_is_another_one(float growth, long track)
    {
        Update(Face(100));
        var side = 60 * growth;
        Update([Face(100) with { Box = new(130 - side / 2, 130 - side / 2, side, side) }]);

        Assert.Equal(track, _tracked[0].Track);
    }

    [Fact]
    public void How_long_a_lost_face_keeps_its_track_is_set()
    {
        var tracker = new FaceTracker(new() { MaxMissed = 2 });
        tracker.Update([Face(100)], _tracked);
        for (var i = 0; i < 3; i++)
        {
            Assert.Empty(tracker.Ended.ToArray());
            tracker.Update([], _tracked);
        }

        Assert.Equal([1], tracker.Ended.ToArray());
    }

    [Theory]
    [InlineData(0.6f, 1)]
    [InlineData(0.8f, 2)]
    public void How_far_a_face_may_move_between_two_frames_is_set(float overlap, long track)
    {
        // 8 of 60 pixels: the boxes overlap by 0.76.
        var tracker = new FaceTracker(new() { MinOverlap = overlap });
        tracker.Update([Face(100)], _tracked);
        tracker.Update([Face(108)], _tracked);
        Assert.Equal(track, _tracked[0].Track);
    }

    [Theory]
    [InlineData(1.3f, 1)]
    [InlineData(1.1f, 2)]
    public void How_fast_a_face_may_grow_is_set(float growth, long track)
    {
        var tracker = new FaceTracker(new() { MaxGrowth = growth });
        tracker.Update([Face(100)], _tracked);
        tracker.Update([Face(100) with { Box = new(94, 94, 72, 72) }], _tracked);
        Assert.Equal(track, _tracked[0].Track);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(15)]
    [InlineData(25)]
    public void Two_faces_that_pass_each_other_keep_their_tracks(float step)
    {
        Update(Face(100), Face(400, 124));
        for (var x = step; x <= 300; x += step)
        {
            // The detector gives the faces in any order.
            var right = (int)(x / step) % 2;
            DetectedFace[] faces = [default, default];
            (faces[right], faces[1 - right]) = (Face(100 + x), Face(400 - x, 124));
            Update(faces);
            Assert.Equal((1, 2), (_tracked[right].Track, _tracked[1 - right].Track));
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(20)]
    [InlineData(30)]
    public void Faces_that_cross_in_one_line_go_on_where_they_were_going(float step)
    {
        // Where they meet, each lies exactly where the other was a frame ago.
        var (left, right) = (100f, 100 + 9 * step);
        Update(Face(left), Face(right));
        for (var i = 0; i < 9; i++)
        {
            (left, right) = (left + step, right - step);
            Update(Face(right), Face(left));
            Assert.Equal((2, 1), (_tracked[0].Track, _tracked[1].Track));
        }
    }

    [Fact]
    public void The_entries_are_in_the_order_of_the_faces()
    {
        Update(Face(100), Face(400));
        Update(Face(402), Face(250), Face(102));

        Assert.Equal([2, 3, 1], _tracked[..3].Select(t => t.Track));
        Assert.Equal(Face(250), _tracked[1].Face);
    }

    [Fact]
    public void One_face_does_not_continue_two_tracks()
    {
        Update(Face(100), Face(120));
        Update(Face(110));
        Update(Face(110), Face(112));

        Assert.Equal(2, _tracked[..2].Select(t => t.Track).Distinct().Count());
    }

    [Fact]
    public void Reset_ends_every_track()
    {
        Update(Face(100), Face(400));
        _tracker.Reset();
        Assert.Equal([1, 2], _tracker.Ended.ToArray().Order());

        Update(Face(100));
        Assert.Equal(3, _tracked[0].Track);
        Assert.Empty(_tracker.Ended.ToArray());
    }

    [Fact]
    public void End_ends_one_track_and_its_face_starts_a_new_one()
    {
        Update(Face(100), Face(400));
        _tracker.End(1);
        Assert.Equal([1], _tracker.Ended.ToArray());

        Update(Face(100), Face(400));
        Assert.Equal([3, 2], _tracked[..2].Select(t => t.Track));
    }

    [Fact]
    public void End_of_a_track_that_is_not_there_does_nothing()
    {
        Update(Face(100));
        _tracker.End(77);
        Assert.Empty(_tracker.Ended.ToArray());

        Update(Face(100));
        Assert.Equal(1, _tracked[0].Track);
    }

    [Fact]
    public void More_faces_than_places_drive_out_lost_tracks_never_those_of_this_frame()
    {
        var before = Enumerable.Range(0, 32).Select(i => Face(i * 100)).ToArray();
        var after = Enumerable.Range(0, 40).Select(i => Face(i * 100, 2000)).ToArray();
        Update(before);
        Assert.Equal(32, Update(after));
        Assert.Equal(Enumerable.Range(1, 32).Select(i => (long)i), _tracker.Ended.ToArray().Order());
        var tracks = _tracked[..32].Select(t => t.Track).ToArray();
        Assert.Equal(32, tracks.Distinct().Count());

        Update(after);
        Assert.Equal(tracks, _tracked[..32].Select(t => t.Track));
    }

    [Fact]
    public void Every_track_can_be_ended_by_hand_after_an_update_that_ended_as_many()
    {
        Update([.. Enumerable.Range(0, 32).Select(i => Face(i * 100))]);
        Update([.. Enumerable.Range(0, 32).Select(i => Face(i * 100, 2000))]);
        for (var track = 33; track <= 64; track++)
            _tracker.End(track);

        Assert.Equal(Enumerable.Range(1, 64).Select(i => (long)i), _tracker.Ended.ToArray().Order());
    }

    private static DetectedFace Face(float x, float y = 100) => new(new(x, y, 60, 60), 0.9f, default);

    private int Update(params ReadOnlySpan<DetectedFace> faces) => _tracker.Update(faces, _tracked);

    private void Skip(int frames)
    {
        for (var i = 0; i < frames; i++)
            Update();
    }
}
