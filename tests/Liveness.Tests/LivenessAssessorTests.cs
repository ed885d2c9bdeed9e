using AccessKiosk.Liveness.Background;
using AccessKiosk.Liveness.Blink;
using AccessKiosk.Liveness.Cues;
using AccessKiosk.Liveness.Texture;
using AccessKiosk.Vision;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Liveness.Tests;

public sealed class LivenessAssessorTests : IDisposable
{
    private readonly ModelCatalogue _models = new(new());
    private readonly FaceReader _reader;
    private readonly TextureModel _texture;
    private readonly EyeModel _eyes;
    private readonly SceneMonitor _room = new();
    private readonly LivenessAssessor _assessor;
    private readonly FaceObservation _observation = new();

    public LivenessAssessorTests()
    {
        (_reader, _texture, _eyes) = (new(_models), new(_models, Shipped.Calibration.Texture), new(_models));
        _assessor = new(_texture, _room, new(), Shipped.Calibration, _eyes);
    }

    [Fact]
    public void A_frame_allocates_nothing()
    {
        var images = Recordings.Load("franck.mp4", 50);
        var face = new DetectedFace(Recordings.FaceOf(images[0]), 1, default);
        var box = new Box[] { face.Box };
        var allocated = 0L;
        for (var i = 0; i < images.Count; i++)
        {
            Fill(images[i], i, face);
            var before = GC.GetAllocatedBytesForCurrentThread();
            _room.Observe(images[i], _observation.Timestamp, box);
            _assessor.Observe(_observation);
            // The first frames make buffers and compile code.
            if (i >= 20)
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void A_face_that_jumps_starts_anew()
    {
        var image = Recordings.Load("franck.mp4", 1)[0];
        var face = new DetectedFace(Recordings.FaceOf(image), 1, default);
        for (var i = 0; i < 10; i++)
        {
            Fill(image, i, face);
            _room.Observe(image, _observation.Timestamp, []);
            _assessor.Observe(_observation);
        }

        _observation.Set(image, TimeSpan.FromMilliseconds(400), 10, face.Box with { X = face.Box.X + 150 }, _observation.Points, default);
        var assessment = _assessor.Observe(_observation);

        Assert.Equal((LivenessReason.Jump, 0), (assessment.Reason, assessment.Seconds));
        Assert.Equal(CueReading.CannotTell, _assessor.Readings[Cue.Texture]);
    }

    [Fact]
    public void Life_that_is_shown_while_the_face_cannot_be_compared_vouches_for_nobody()
    {
        var images = Recordings.Load("franck.mp4", 110);
        var face = new DetectedFace(Recordings.FaceOf(images[0]), 1, default);
        LivenessVerdict Watch(int from, int to, bool isComparable)
        {
            LivenessVerdict last = default;
            for (var i = from; i < to; i++)
            {
                var seen = _assessor.Seen;
                Fill(images[i], i, face, isComparable);
                _room.Observe(images[i], _observation.Timestamp, [face.Box]);
                last = _assessor.Observe(_observation).Verdict;
                // What the screen's ring shows: it never falls back, and is full when a verdict can be had.
                Assert.InRange(_assessor.Seen, seen, 1);
                Assert.True(last is not LivenessVerdict.Live || _assessor.Seen == 1);
                if (last is LivenessVerdict.Live)
                    break;
            }

            return last;
        }

        Assert.NotEqual(LivenessVerdict.Live, Watch(0, 60, isComparable: false));
        Assert.NotEqual(LivenessVerdict.Live, Watch(60, 70, isComparable: true));
        Assert.Equal(LivenessVerdict.Live, Watch(70, 110, isComparable: true));
    }

    [Fact]
    public void A_stream_that_stands_still_is_never_live()
    {
        var image = Recordings.Load("franck.mp4", 1)[0];
        var face = new DetectedFace(Recordings.FaceOf(image), 1, default);
        LivenessAssessment last = default;
        for (var i = 0; i < 40; i++)
        {
            Fill(image, i, face);
            _room.Observe(image, _observation.Timestamp, [face.Box]);
            last = _assessor.Observe(_observation);
            Assert.NotEqual(LivenessVerdict.Live, last.Verdict);
            Assert.InRange(_assessor.Seen, 0, 0.99f);
        }

        Assert.Equal(LivenessReason.Stream, last.Reason);
    }

    public void Dispose()
    {
        _assessor.Dispose();
        _room.Dispose();
        _texture.Dispose();
        _eyes.Dispose();
        _reader.Dispose();
    }

    private void Fill(Image image, int frame, in DetectedFace face, bool isComparable = true)
    {
        var reading = _reader.Read(image, _reader.Align(image, face));
        _observation.Set(image, TimeSpan.FromMilliseconds(40 * frame), frame, reading.Box, reading.Points, reading.Quality);
        _observation.SetMesh(_reader.Mesh.Points, isComparable);
    }
}
